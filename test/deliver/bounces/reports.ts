// Reports as the servers of the world write them, of our own writing, with @@PATH@@ where the return path of our mail stands.

/** A delivery status notification. */
export const dsn = ({
  from = 'MAILER-DAEMON@mx.relay.example',
  words,
  fields,
  head = '',
  original = 'Return-Path: <@@PATH@@>\nFrom: w@list.example\nSubject: Weekly #1\n',
  originalType = 'text/rfc822-headers',
}: {
  from?: string
  words: string
  fields: string
  head?: string
  original?: string
  originalType?: string
}): string => `Return-Path: <>
${head}From: Mail Delivery System <${from}>
To: @@PATH@@
Subject: Undelivered Mail
Date: Fri, 20 Nov 2026 08:31:00 +0800
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b1"

--b1
Content-Type: text/plain; charset=utf-8

${words}

--b1
Content-Type: message/delivery-status

${fields}

--b1
Content-Type: ${originalType}

${original}
--b1--
`

/** A report in words alone. */
export const plain = (from: string, words: string, head = ''): string => `Return-Path: <>
${head}From: ${from}
To: <@@PATH@@>
Subject: failure notice
Date: Fri, 20 Nov 2026 08:31:00 +0800

${words}
`

const arf = (
  type: string,
  feedback = '',
  original = 'Return-Path: <@@PATH@@>\n',
): string => `From: feedback@provider.example
To: abuse@list.example
Subject: FW: Weekly #1
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="b2"

--b2
Content-Type: text/plain

This is an email abuse report for a message received from 192.0.2.1.

--b2
Content-Type: message/feedback-report

Feedback-Type: ${type}
User-Agent: Provider-Feedback/2.0
Version: 1
${feedback}
--b2
Content-Type: message/rfc822

${original}From: w@list.example
To: redacted@provider.example
Subject: Weekly #1
Message-ID: <2026-W47.1.x@list.example>

Hello.
--b2--
`

/** Name, message, and what must be read in it: kind and status. */
export const reports: readonly (readonly [name: string, message: string, kind: string, status: string | null])[] = [
  [
    'Postfix: no such mailbox',
    dsn({
      words:
        'This is the mail system at host mx.relay.example.\n\n<ann@example.org>: host mx.example.org[192.0.2.7] said: 550 5.1.1\n    <ann@example.org>: Recipient address rejected: User unknown (in reply to RCPT TO command)',
      fields:
        'Reporting-MTA: dns; mx.relay.example\nX-Postfix-Queue-ID: 4F1\nArrival-Date: Fri, 20 Nov 2026 08:30:00 +0800 (CST)\n\nFinal-Recipient: rfc822; ann@example.org\nOriginal-Recipient: rfc822;ann@example.org\nAction: failed\nStatus: 5.1.1\nRemote-MTA: dns; mx.example.org\nDiagnostic-Code: smtp; 550 5.1.1 <ann@example.org>: Recipient address\n    rejected: User unknown',
    }),
    'failure',
    '5.1.1',
  ],
  [
    'Postfix: the mailbox is full',
    dsn({
      words: 'host mx.example.org[192.0.2.7] said: 552 5.2.2 Mailbox full',
      fields:
        'Reporting-MTA: dns; mx.relay.example\n\nFinal-Recipient: rfc822; ann@example.org\nAction: failed\nStatus: 5.2.2\nDiagnostic-Code: smtp; 552 5.2.2 Mailbox full',
    }),
    'failure',
    '5.2.2',
  ],
  [
    'Postfix: still trying',
    dsn({
      words: 'THIS IS A WARNING ONLY. YOU DO NOT NEED TO RESEND YOUR MESSAGE.',
      fields:
        'Reporting-MTA: dns; mx.relay.example\n\nFinal-Recipient: rfc822; ann@example.org\nAction: delayed\nStatus: 4.4.1\nDiagnostic-Code: X-Postfix; connect to mx.example.org: timed out\nWill-Retry-Until: Wed, 25 Nov 2026 08:30:00 +0800',
    }),
    'delay',
    null,
  ],
  [
    'Postfix: given up after days',
    dsn({
      words: 'connect to mx.example.org[192.0.2.7]:25: Connection timed out',
      fields:
        'Reporting-MTA: dns; mx.relay.example\n\nFinal-Recipient: rfc822; ann@example.org\nAction: failed\nStatus: 4.4.1\nDiagnostic-Code: X-Postfix; connect to mx.example.org[192.0.2.7]:25: Connection timed out',
    }),
    'failure',
    '4.4.1',
  ],
  [
    'Exim with a status part: 5.0.0, the reason in the words of the server',
    dsn({
      from: 'Mailer-Daemon@exim.example',
      head: 'X-Failed-Recipients: ann@example.org\nAuto-Submitted: auto-replied\n',
      words:
        'This message was created automatically by mail delivery software.\n\n  ann@example.org\n    host mx.example.org [192.0.2.7]\n    SMTP error from remote mail server after RCPT TO:<ann@example.org>:\n    550 5.1.1 no mailbox here by that name',
      fields:
        'Reporting-MTA: dns; exim.example\n\nAction: failed\nFinal-Recipient: rfc822;ann@example.org\nStatus: 5.0.0\nRemote-MTA: dns; mx.example.org\nDiagnostic-Code: smtp; 550 5.1.1 no mailbox here by that name',
    }),
    'failure',
    '5.1.1',
  ],
  [
    'Exim of old: words alone, and a copy of our mail that speaks of a 550 5.1.1',
    plain(
      'Mail Delivery System <Mailer-Daemon@exim.example>',
      'This message was created automatically by mail delivery software.\n\n  ann@example.org\n    SMTP error from remote mail server after end of data:\n    host mx.example.org [192.0.2.7]: 552 Message size exceeds the quota of the mailbox\n\n------ This is a copy of the message, including all the headers. ------\n\nReturn-path: <@@PATH@@>\nSubject: Weekly #1: what 550 5.1.1 means',
      'X-Failed-Recipients: ann@example.org\nAuto-Submitted: auto-replied\n',
    ),
    'failure',
    '5.0.0',
  ],
  [
    'Exchange: no such recipient, with a page of HTML',
    dsn({
      from: 'postmaster@exchange.example',
      words:
        'Delivery has failed to these recipients or groups:\n\nann@example.org\nThe email address you entered could not be found.',
      fields:
        'Reporting-MTA: dns;EX01.exchange.example\nReceived-From-MTA: dns;mx.relay.example\n\nFinal-Recipient: rfc822;ann@example.org\nAction: failed\nStatus: 5.1.10\nDiagnostic-Code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup',
      original: 'Return-Path: @@PATH@@\nFrom: w@list.example\nSubject: Weekly #1\n\nHello.\n',
      originalType: 'message/rfc822',
    }),
    'failure',
    '5.1.10',
  ],
  [
    'Microsoft 365: our sending address is refused',
    dsn({
      from: 'postmaster@outlook.example',
      words: 'Your message could not be delivered because it was blocked.',
      fields:
        'Reporting-MTA: dns;outlook.example\n\nFinal-Recipient: rfc822;ann@example.org\nAction: failed\nStatus: 5.7.1\nDiagnostic-Code: smtp;550 5.7.1 Service unavailable, client host [192.0.2.1] blocked',
    }),
    'failure',
    '5.7.1',
  ],
  [
    'Gmail: the account is disabled',
    dsn({
      from: 'mailer-daemon@googlemail.com',
      head: 'Auto-Submitted: auto-replied\nX-Failed-Recipients: ann@gmail.com\n',
      words:
        '** Address not found **\n\nYour message was not delivered to ann@gmail.com because the address could not be found.',
      fields:
        'Reporting-MTA: dns; googlemail.com\nArrival-Date: Thu, 19 Nov 2026 16:30:00 -0800 (PST)\nX-Original-Message-ID: <2026-W47.1.x@list.example>\n\nFinal-Recipient: rfc822; ann@gmail.com\nAction: failed\nStatus: 5.2.1\nRemote-MTA: dns; gmail-smtp-in.l.google.com. (192.0.2.26, the server for the domain gmail.com.)\nDiagnostic-Code: smtp; 550-5.2.1 The email account that you tried to reach is\n disabled. For more information, go to\n 550 5.2.1 https://support.example/disabled\nLast-Attempt-Date: Thu, 19 Nov 2026 16:30:01 -0800 (PST)',
    }),
    'failure',
    '5.2.1',
  ],
  [
    'Gmail: DMARC of ours failed',
    dsn({
      from: 'mailer-daemon@googlemail.com',
      words: '** Message blocked **',
      fields:
        'Reporting-MTA: dns; googlemail.com\n\nFinal-Recipient: rfc822; ann@gmail.com\nAction: failed\nStatus: 5.7.26\nDiagnostic-Code: smtp; 550-5.7.26 This mail has been blocked because the sender is unauthenticated.',
    }),
    'failure',
    '5.7.26',
  ],
  [
    'QQ: words in Chinese, HTML only',
    `Return-Path: <>
From: "PostMaster" <PostMaster@qq.com>
To: @@PATH@@
Subject: =?utf-8?B?6YCA5L+h6YCa55+l?=
MIME-Version: 1.0
Content-Type: text/html; charset=utf-8
Content-Transfer-Encoding: base64

${Buffer.from('<p>很抱歉，您的邮件被退回，原因如下：</p><p>收件人邮箱 ann@qq.com 不存在或未开通，host mx3.qq.com said: 550 Mailbox not found. http://service.mail.qq.com/cgi-bin/help?id=20022</p>').toString('base64')}
`,
    'failure',
    '5.0.0',
  ],
  [
    '163: too frequent, a matter of ours',
    dsn({
      from: 'Postmaster@163.com',
      words: '抱歉，您的邮件被退回来了…… 邮件被反垃圾系统拦截 host 163mx01.mxmail.netease.com said: 554 5.7.1 DT:SPM',
      fields:
        'Reporting-MTA: dns; m12-11.163.com\n\nFinal-Recipient: rfc822; ann@163.com\nAction: failed\nStatus: 5.0.0\nDiagnostic-Code: SMTP; 554 5.7.1 DT:SPM 163 mx1,PsCowA==',
    }),
    'failure',
    '5.7.1',
  ],
  [
    'qmail: its own form, the status in brackets',
    plain(
      'MAILER-DAEMON@qmail.example',
      "Hi. This is the qmail-send program at qmail.example.\nI'm afraid I wasn't able to deliver your message to the following addresses.\nThis is a permanent error; I've given up. Sorry it didn't work out.\n\n<ann@example.org>:\n192.0.2.7 does not like recipient.\nRemote host said: 550 sorry, no mailbox here by that name (#5.1.1)\nGiving up on 192.0.2.7.\n\n--- Below this line is a copy of the message.\n\nReturn-Path: <@@PATH@@>\nSubject: Weekly #1",
    ),
    'failure',
    '5.1.1',
  ],
  [
    'Sendmail: the status of the host unknown, several blocks and CRLF',
    dsn({
      words:
        '   ----- The following addresses had permanent fatal errors -----\n<ann@gone.example>\n    (reason: 550 Host unknown)',
      fields:
        'Reporting-MTA: dns; sendmail.example\nArrival-Date: Fri, 20 Nov 2026 08:30:00 +0800\n\nFinal-Recipient: RFC822; ann@gone.example\nAction: failed\nStatus: 5.1.2\nRemote-MTA: DNS; gone.example\nDiagnostic-Code: SMTP; 550 Host unknown\nLast-Attempt-Date: Fri, 20 Nov 2026 08:30:01 +0800',
    }).replaceAll('\n', '\r\n'),
    'failure',
    '5.1.2',
  ],
  [
    'a notice that the mail arrived',
    dsn({
      words: 'Your message was successfully delivered.',
      fields:
        'Reporting-MTA: dns; mx.example.org\n\nFinal-Recipient: rfc822; ann@example.org\nAction: delivered\nStatus: 2.0.0',
    }),
    'none',
    null,
  ],
  [
    'Yahoo-like: a spam complaint',
    arf('abuse', 'Original-Mail-From: <@@PATH@@>\nOriginal-Rcpt-To: ann@yahoo.example\n', ''),
    'complaint',
    null,
  ],
  ['a complaint that keeps the return path in the copy alone', arf('abuse'), 'complaint', null],
  ['a report that it was no spam', arf('not-spam'), 'none', null],
  [
    'an absence note of the reader',
    `From: Ann <ann@example.org>
To: @@PATH@@
Subject: Out of office
Auto-Submitted: auto-replied
X-Auto-Response-Suppress: All

I am away until 5.1.27. Call 550 1234.
`,
    'none',
    null,
  ],
  ['no message at all', '\u0000\u0001 garbage', 'none', null],
]
