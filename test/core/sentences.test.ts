import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { endsInAbbreviation, splitSentences } from '../../src/core/sentences.ts'

const textsOf = (text: string): string[] => splitSentences(text).map(sentence => sentence.text)

describe('where sentences end', () => {
  test.each([
    [
      'abbreviations and initials end none',
      'Dr. Smith met J. K. Rowling at No. 10 in the U.S. Capitol. He said "It works." Then all left.',
      ['Dr. Smith met J. K. Rowling at No. 10 in the U.S. Capitol.', 'He said "It works."', 'Then all left.'],
    ],
    [
      'a text without capitals has sentences too',
      'the prime minister has dismissed all of the reports. according to mr. smith the book is wrong.',
      ['the prime minister has dismissed all of the reports.', 'according to mr. smith the book is wrong.'],
    ],
    [
      'a full stop glued to the next word ends one',
      'The form was amended after controversy.Until now, recruits were asked.',
      ['The form was amended after controversy.', 'Until now, recruits were asked.'],
    ],
    [
      'figures, versions and file names hold together',
      'Version 1.5.0 of index.html costs 3.5 dollars. It is quite new.',
      ['Version 1.5.0 of index.html costs 3.5 dollars.', 'It is quite new.'],
    ],
    [
      'Chinese stops',
      '会议今天召开。会议指出，要做好工作！好吗？',
      ['会议今天召开。', '会议指出，要做好工作！', '好吗？'],
    ],
    [
      'Latin full stops between Han characters',
      '本文进行了数值模拟.研究表明,偏心涡增大.',
      ['本文进行了数值模拟.', '研究表明,偏心涡增大.'],
    ],
    ['signs without width stand beside it', '\u200b 会议今天召开。\u200b', ['会议今天召开。']],
    ['a closing quotation mark belongs to its sentence', '他说：“很好。”我们走了。', ['他说：“很好。”', '我们走了。']],
    [
      'a question mark within a link ends nothing',
      '从https://example.org/new?size=3获取口令，然后启动集群。',
      ['从https://example.org/new?size=3获取口令，然后启动集群。'],
    ],
    [
      'what goes on with a small letter goes on with the sentence',
      'The crowd sang "Go!" as he drank. "Is it so?" she asked. Nobody knew.',
      ['The crowd sang "Go!" as he drank.', '"Is it so?" she asked.', 'Nobody knew.'],
    ],
    [
      'a name with a full stop inside is one word',
      'The C type void* is Go’s unsafe.Pointer. It has no size of its own.',
      ['The C type void* is Go’s unsafe.Pointer.', 'It has no size of its own.'],
    ],
    [
      'two languages in one paragraph',
      '上周去了西雅图参加会议。The talks were recorded. 视频下周放出来。',
      ['上周去了西雅图参加会议。', 'The talks were recorded.', '视频下周放出来。'],
    ],
    ['stops of other scripts', 'यह पहला वाक्य है। यह दूसरा वाक्य है।', ['यह पहला वाक्य है।', 'यह दूसरा वाक्य है।']],
    [
      'an opening bracket belongs to what follows',
      '我反对纯算法面试题！（注意，我没有反对算法。）能解题不等于会工作。「两回事」而已。',
      ['我反对纯算法面试题！', '（注意，我没有反对算法。）', '能解题不等于会工作。', '「两回事」而已。'],
    ],
    [
      'so does an opening quotation mark',
      '会议开完了。“很好。”他说。"The talks are over." 大家走了。"So it goes." 如此而已。',
      ['会议开完了。', '“很好。”', '他说。', '"The talks are over."', '大家走了。', '"So it goes."', '如此而已。'],
    ],
    [
      'signs of code end none',
      '服务端总是以 code != 200 的方式抛出异常。If a !== b, it returns ok ? 1 : 0 at once. Then use a?.b for both.',
      [
        '服务端总是以 code != 200 的方式抛出异常。',
        'If a !== b, it returns ok ? 1 : 0 at once.',
        'Then use a?.b for both.',
      ],
    ],
    [
      'names with a capital after the stop hold together',
      'Call fmt.Println with {} and util.Map to print. Open README.MD or app.Config to change.',
      ['Call fmt.Println with {} and util.Map to print.', 'Open README.MD or app.Config to change.'],
    ],
    [
      'an hour goes on with its day',
      'It rained at 5 p.m. Monday in the town. It stopped at 6 p.m. They went home.',
      ['It rained at 5 p.m. Monday in the town.', 'It stopped at 6 p.m.', 'They went home.'],
    ],
    ['a remark may stand behind the last stop', '他说“好”，然后走了。（完）', ['他说“好”，然后走了。']],
    [
      'abbreviations in capitals end none',
      'ST. LOUIS has a new bridge. FT. WORTH has none. Sens. Smith and Jones went to see it.',
      ['ST. LOUIS has a new bridge.', 'FT. WORTH has none.', 'Sens. Smith and Jones went to see it.'],
    ],
    [
      'a text without any stop is one sentence',
      'the council met on tuesday and talked about the old bridge for a long time until nobody was left',
      ['the council met on tuesday and talked about the old bridge for a long time until nobody was left'],
    ],
    [
      'lines wrapped by hand are one sentence',
      'This is a plain text whose lines were wrapped\nby hand, as old mails and papers have it.',
      ['This is a plain text whose lines were wrapped\nby hand, as old mails and papers have it.'],
    ],
  ])('%s', (_, text, sentences) => {
    expect(textsOf(text)).toEqual(sentences)
  })

  test('a long Chinese sentence is cut at its semicolons, a short one is not', () => {
    const long = `${'这一部分说明了系统的总体设计与实现'.repeat(3)}；${'另一部分说明了测试的方法与结果'.repeat(2)}。`
    expect(textsOf(long)).toHaveLength(2)
    expect(textsOf('前者很快；后者很慢。')).toHaveLength(1)
  })

  test.each([
    ['Mr.', true],
    ['of the U.S.', true],
    ['by J.', true],
    ['the end.', false],
    ['Yes!', false],
  ])('%j ends in an abbreviation: %s', (piece, expected) => {
    expect(endsInAbbreviation(piece)).toBe(expected)
  })
})

describe('what is no sentence', () => {
  test.each([
    ['a heading', 'Install the cluster'],
    ['a Markdown heading', '## What we learned from it.'],
    ['a Chinese heading', '一、背景与动机'],
    ['a label', 'How it works:'],
    ['a table of contents', '目录'],
    ['its placeholder', '[TOC]'],
    ['a byline', 'By John Smith, Reuters.'],
    ['a Chinese byline', '作者：张三'],
    ["an editor's line", '责任编辑：李四。'],
    ['a caption', 'Photo: Jane Doe/Agency. The bridge at night.'],
    ['an invitation', 'Read more: The history of containers.'],
    ['a Chinese invitation', '点击查看更多精彩内容。'],
    ['a newsletter', 'Subscribe to our newsletter for more.'],
    ['a legal line', 'Copyright 2016. All rights reserved.'],
    ['a Chinese legal line', '版权所有，未经授权不得转载。'],
    ['a side note', 'Note: the figures are those of last year.'],
    ['a Chinese side note', '注：以上数据来自去年的测试。'],
    ['a shell prompt', '$ docker run -d nginx'],
    ['a command', 'kubectl create -f web.yaml --namespace kube-system'],
    ['a statement', 'if (ready) { return start(); }'],
    ['a comment in code', '#修改需要修改的地方。'],
    ['a row of a table', 'NAME      READY   STATUS    RESTARTS'],
    ['a line of help', 'delete           Deletes a local cluster and all of its files.'],
    ['a numbered heading', '3. The key and the effect commit together'],
    ['a numbered caption', 'Figure 2: The request passes three proxies.'],
    ['a log line', 'Jun 17 09:47:57 linux systemd[1]: Started the container service.'],
    ['a branch of a tree', '└─12650 /usr/bin/containerd is here.'],
    ['fenced code', '```\nThis is code. Not prose.\n```'],
  ])('%s', (_, line) => {
    expect(textsOf(`${line}\nThe cluster was ready within a minute.`)).toEqual([
      'The cluster was ready within a minute.',
    ])
  })

  test.each([
    ['an agency', '(CNN)The court met on Wednesday in The Hague.', 'The court met on Wednesday in The Hague.'],
    ['a place', 'LOS ANGELES (Reuters) - A group of companies met.', 'A group of companies met.'],
    ['a place and an agency', 'Lagos, Nigeria (CNN)A few months passed before it.', 'A few months passed before it.'],
    ['a place and a dash', 'PARIS, Dec. 5 — The talks have failed again.', 'The talks have failed again.'],
    ['a Chinese agency', '新华社北京12月5日电（记者张三）国务院今天召开会议。', '国务院今天召开会议。'],
    ["an editor's label", '编者按：上周去西雅图参加了会议。', '上周去西雅图参加了会议。'],
    ["a foreword's label", '题记：上周去西雅图参加了会议。', '上周去西雅图参加了会议。'],
  ])('the dateline of %s stays out', (_, line, sentence) => {
    expect(textsOf(line)).toEqual([sentence])
  })
})

describe('words of notices within Chinese are words', () => {
  test.each([
    'Sign up',
    'Read more',
    'Subscribe now',
    'Follow us',
    'Share this',
    'Click here',
    'Related posts',
    'Also read',
    'Video',
    'Image',
    'Source',
    'Comments',
    'Tags',
    'Updated',
    'Published',
    'Contents',
    'TOC',
    'Keep reading',
  ])('%s', word => {
    for (const line of [
      `新版重新设计了 ${word} 页面，用户的转化率提高了两成。`,
      `${word} 页面改版以后，用户的转化率提高了两成。`,
    ])
      expect(textsOf(line)).toEqual([line])
    const both = `旧版的${word}按钮没有人看见，新版的好多了。`
    expect(textsOf(both)).toEqual([both])
  })

  test.each([
    '当显示目录项时，服务会查询定价。',
    'Image：只读的模板，容器由它创建而来。',
    '未经授权的访问会被网关拒绝，并且记入日志。',
    'Comments on code should say why it is there.',
    'The new privacy policy takes effect in May, the company said.',
    'The novel was originally published in 1920 and sold well.',
  ])('prose stays: %s', line => {
    expect(textsOf(line)).toEqual([line])
  })

  test('a notice at the end of a paragraph does not take the paragraph with it', () => {
    expect(textsOf('渡轮从五月开始运行，每十分钟一班。版权所有，未经许可不得转载。')).toEqual([
      '渡轮从五月开始运行，每十分钟一班。',
    ])
    expect(textsOf('第二次只用了十一分钟。The post 一次搬家 first appeared on 示例博客.')).toEqual([
      '第二次只用了十一分钟。',
    ])
  })
})

describe('lists', () => {
  test('items are marked by their list, without their markers', () => {
    const text =
      'It has two merits:\n- First, it is fast.\n- Second, it is small\n\nAnd more than that.\n1. Get the program.\n2. Start the program.'
    expect(splitSentences(text).map(({ text: sentence, list }) => [sentence, list])).toEqual([
      ['It has two merits:', null],
      ['First, it is fast.', 0],
      ['Second, it is small', 0],
      ['And more than that.', null],
      ['Get the program.', 1],
      ['Start the program.', 1],
    ])
  })

  test('lines with labels of their own are a list without markers, a conversation is none', () => {
    const listsOf = (text: string): (number | null)[] => splitSentences(text).map(({ list }) => list)
    expect(listsOf('Fast: it needs a second.\nSmall: it needs a megabyte.\nFree: it costs nothing.')).toEqual([0, 0, 0])
    expect(listsOf('基于软件：可以部署在任何硬件上。\n可编程：可以自动部署。\n自愈合：能适应故障。')).toEqual([0, 0, 0])
    expect(listsOf('Anna: What is it then?\nBernd: It is a list.\nAnna: So it is not.')).toEqual([null, null, null])
    expect(listsOf('提问1：它与虚拟机有什么区别？\n提问2：它与容器一样吗？\n提问3：用户是谁呢？')).toEqual([
      null,
      null,
      null,
    ])
  })

  test('an item ends before the mark that sets it off from the next', () => {
    const text = '- 被换下来的节点不能再当目标；\n- 多数节点都慢时不换；\n- 转移失败，等待时间翻倍。'
    expect(splitSentences(text).map(sentence => sentence.text)).toEqual([
      '被换下来的节点不能再当目标',
      '多数节点都慢时不换',
      '转移失败，等待时间翻倍。',
    ])
  })

  test('a short item of two sentences is one unit', () => {
    expect(splitSentences('• 可编程。开发者可以完成自动化部署。').map(({ text }) => text)).toEqual([
      '可编程。开发者可以完成自动化部署。',
    ])
  })
})

test('every sentence stands in the text at its place, in order, whatever the text', () => {
  const pieces = fc.constantFrom(
    'The cat sat.',
    '会议召开。',
    '- item one is here',
    '\n',
    ' ',
    'Dr. ',
    '“Oh.”',
    '```',
    'a.B',
    '？',
    '\r\n',
    '1. ',
  )
  fc.assert(
    fc.property(fc.array(fc.oneof(pieces, fc.string({ maxLength: 12 })), { maxLength: 30 }), parts => {
      const text = parts.join('')
      let last = 0
      for (const { text: sentence, start, end } of splitSentences(text)) {
        expect(text.slice(start, end)).toBe(sentence)
        expect(start).toBeGreaterThanOrEqual(last)
        last = end
      }
    }),
  )
})
