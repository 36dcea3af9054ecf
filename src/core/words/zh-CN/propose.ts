// The words of the page where readers propose links, in Chinese.
import type { Words } from '../en.ts'

/** The words of proposals, key by key as in en/propose.ts. */
export const propose: Words['propose'] = {
  link: '推荐文章',
  title: '推荐一篇文章',
  text: '读到了值得收录的文章？每一条推荐都会有编辑看，通过之前不会公开。',
  url: '链接',
  why: '推荐理由（不超过 500 字）',
  name: '署名（选填，收录时会注明由您推荐）',
  email: '邮箱地址（选填，不会公开，处理完 30 天后删除）',
  thanks: '收录后发一封邮件告诉我',
  send: '推荐',
  doneTitle: '谢谢您的推荐',
  doneText: '编辑会看到这条推荐。如果收录，会出现在接下来的某一期里。',
  another: '再推荐一篇',
  mailSubject: list => `您推荐的文章已收录：${list}`,
  mailText: '谢谢您，您推荐的文章已经收录：',
  mailRead: '去看这一期',
  mailOnce: '这封邮件是您推荐时要求发送的，只发这一次。您的邮箱地址之后会被删除。',
  problems: {
    url: '这个链接打不开。请从浏览器地址栏复制完整的地址，以 https:// 或 http:// 开头。',
    noWhy: '请用一句话说说为什么值得读。',
    longWhy: '推荐理由超过了 500 字，请精简一下。您写的内容都还在。',
    longName: '署名超过了 80 个字。',
    noAddress: '要收到通知，请填写邮箱地址；不需要的话，请去掉勾选。',
    address: '这个邮箱地址无法收信，请检查一下。',
    tooFast: '提交得太快了，像是程序所为。请再看一遍，然后重新点一次按钮。',
    tooOld: '页面打开的时间太久了，请再点一次按钮。',
    blocked: '我们不收录这个网站的链接。',
    tooMany: '来自您网络的推荐过多，请一小时后再试。',
    full: '等待处理的推荐已经很多了，请过几天再来。',
    told: '这个链接已经在往期里出现过了。',
  },
}
