// What the points of a summary are, and what they never are.
import { describe, expect, test } from 'vitest'
import { summarize } from '../../../src/extract/summary/summarize.ts'

const pointsOf = (title: string, text: string): readonly string[] => summarize({ title, text }, { sentences: 1 }).points

const prose = [
  '旧港的灯塔将在五月停用，它从一八九四年亮到今天。',
  '港务局在三个码头各装了一台雷达，一共花了八十万元。',
  '渡轮公司给十二艘船换上了新的定位设备。',
  '雾笛要到明年冬天才会停用，在那之前每小时响一次。',
]

describe('points', () => {
  test.each([
    '因此船只要靠雷达进港，再也不用看灯了。',
    '后两种办法都需要一个值班的人在塔里。',
    '此外，港务局还卖掉了塔里的旧灯和钟。',
    '如下图所示，雷达装在码头的北面。',
    '右边的路线经过三个浮标才能进港。',
    '感兴趣的朋友可以去港务局看旧灯。',
    '雷达的维护由三个人轮流来做；',
    '更多内容请看港务局的网站。',
    '如果前面的话有点乱，总结一下就是两台雷达。',
    '因为灯塔的电线和灯都已经用了四十年。',
    '我们使用如下的命令来启动雷达的程序。',
    '设置 -> 关于 -> 多次点击版本就会出现开关。',
    'radar.init(1334, 750); // 启动雷达并等它亮起绿灯',
    '经过如上步骤就可以在码头看到船的位置。',
    '欢迎给我们提意见，或者来港务局看雷达。',
    '综上所述，港口的改动其实并不算太大。',
    '答：因为船上都已经装了定位的设备。',
    '第 41-50 行写着雷达程序的密码和地址。',
    '更有可能的是，船只会在雾里靠错码头。',
    '雷达给港口带来的好处远不止于此。',
    '与其等雾散去，不如让两艘船都装上雷达。',
    '加上码头也要修，所以灯塔只好停用。',
    '总结：灯塔停用以后船只要靠雷达进港。',
    '从结果上看，三台雷达比一座灯塔便宜。',
    '以及灯塔停用之后港口怎样给船指路。',
    '从图上可以看到三台雷达装在码头的北面。',
    '在我们的例子中，雷达每隔两秒扫描一次。',
    '本文只讨论旧港的灯塔，不讨论新港的雷达。',
    '本文将介绍旧港的灯塔怎样停用、雷达怎样安装。',
    '旧港的灯塔停用以后，让我们来看看雷达是怎样工作的。',
    '现在，来开启我们在旧港用雷达看船的体验之旅吧。',
    '旧港的灯塔要停用的话，主要是解决两点： 1.',
    '上文中提到的三台雷达装在旧港的三个码头上。',
    '要解决它，港务局得先把雷达和雾笛分开来看。',
    '为了验证，港务局在码头又装了一台雷达。',
    '[1] 旧港灯塔一百三十年，港务局编。',
    '提示：雷达的屏幕在夜里会自动变暗。',
    '{% img /radar.png 码头的三台雷达 %} 装在北面。',
  ])('never lean on their context: %s', line => {
    expect(pointsOf('旧港的灯塔停用', [...prose, line].join('\n\n'))).not.toContain(line)
  })

  const english = [
    'The old light at the harbour goes out in May, after a hundred and thirty years.',
    'The harbour office put up a radar at each of the three quays for 80,000 in all.',
    'The ferry company fitted twelve ships with new receivers last winter.',
    'The fog horn stays until next winter and sounds once an hour.',
  ]

  test.each([
    'One option is to keep the light burning in the winter months alone.',
    'Most importantly, the radar at the quays works in thick fog as well.',
    'The last step was to switch the light off and to lock the tower.',
    'Hint: the radar at the quays needs a new fuse about once a year.',
    'In this post we look at how the harbour office put up its radar.',
    'The next section shows how the radar at the quays is kept going.',
    'The radar can be moved to the other quays and to the ferries too.',
    'The radar is described (handbook](https://harbour.example/radar) in full.',
    'Ours has two radars, so the ships had to wait for a second look.',
    'The largest part was the wages of the keepers, who were paid by the night.',
    'By doing so the harbour office saves the wages of two keepers.',
  ])('never lean on their context: %s', line => {
    expect(pointsOf('The old light at the harbour', [...english, line].join('\n\n'))).not.toContain(line)
  })

  test.each([
    ['旧港的灯塔停用', prose, '安装雷达的程序，再把密码和地址写进雷达的设置里。'],
    ['旧港的灯塔停用', prose, '在停用旧港的灯塔时，我们需要先给雷达通电，再关掉灯。'],
    ['旧港的灯塔停用', prose, '你可以在码头的雷达上看到旧港每一艘船的位置。'],
    ['The old light at the harbour', english, 'Install the radar program at the harbour and add your own quays to it.'],
  ])('tell what is so before what to do: %s, %s', (title, told, task) => {
    expect(pointsOf(title, [...told, task].join('\n\n'))).not.toContain(task)
  })

  test('do not tell what happened to their writer one day', () => {
    const day = '前几天我在旧港的灯塔下面碰到了一位退休的守灯人。'
    expect(pointsOf('旧港的灯塔停用', [...prose, day].join('\n\n'))).not.toContain(day)
    const walk = 'The other day I met a keeper of the old light at the harbour, who told me of it.'
    expect(pointsOf('The old light at the harbour', [...english, walk].join('\n\n'))).not.toContain(walk)
  })

  test('have no checksums', () => {
    const line = `The radar program at the harbour has the checksum ${'0a1b'.repeat(8)} since May.`
    expect(pointsOf('The old light at the harbour', [...english, line].join('\n\n'))).not.toContain(line)
  })

  test('are not what was at hand, listed before the matter', () => {
    const hand = ['一台旧雷达。', '两根天线。', '三节电池组。', '一张旧的海图。']
    const long = [
      ...prose,
      ...prose.map((line, i) => `第 ${i} 年的记录里写着：${line}这一点在开会时说过三次，没有人反对。`),
    ]
    const text = [prose[0], hand.map(line => `- ${line}`).join('\n'), ...long.slice(1)].join('\n\n')
    expect(pointsOf('旧港的灯塔停用', text).filter(point => hand.some(line => line.startsWith(point)))).toEqual([])
  })

  test('are two good ones sooner than four', () => {
    const weak = ['你可以把这台雷达搬到你自己的码头上去用。', '我后来又把它的屏幕换成了更大的那一种。']
    const points = pointsOf('旧港的灯塔停用', [...prose.slice(0, 3), ...weak].join('\n\n'))
    expect(points).toEqual(prose.slice(1, 3))
  })

  test('are whole sentences where the article has stops', () => {
    const half = '港务局的雷达和灯塔之间还有一条旧电缆，从一九五三年起'
    expect(pointsOf('旧港的灯塔停用', [...prose, half].join('\n\n'))).not.toContain(half)
  })

  test('that lean on what is said just before are better than none', () => {
    const text = 'The old bridge is closed now.\nIt will be repaired within two years.'
    expect(pointsOf('The old bridge is closed', text)).toEqual(['It will be repaired within two years.'])
    const apart = `The old bridge is closed now.\nWho pays for it?\nIt will be repaired within two years.`
    expect(pointsOf('The old bridge is closed', apart)).toEqual([])
  })

  test('do not repeat a lead that somebody wrote', () => {
    const lead = '港务局在三个码头各装了一台雷达，一共花了八十万元。'
    const summary = summarize({ title: '旧港的灯塔停用', text: prose.join('\n\n'), lead })
    expect(summary).toMatchObject({ lead, method: 'feed' })
    expect(summary.points).not.toContain(lead)
    expect(summary.points.length).toBeGreaterThanOrEqual(2)
    expect(summary.sourceSpans).toHaveLength(summary.points.length)
  })

  test('drop the number that an item bears in a tracker', () => {
    const list = [
      '[PORT-9878] - The radar stops on a full disk',
      '[PORT-10011] - Old positions come back after a restart',
      '[PORT-10101] - The map has no north arrow',
    ]
    const text = `The port released the fourth repair of its radar program.\n\n- ${list.join('\n- ')}`
    expect(pointsOf('Radar 1.5.4 released', text)).toEqual(list.map(item => item.replace(/^.*? - /, '')))
  })

  test('are no bare labels among the items of a list', () => {
    const items = ['雷达能在雾里看见三海里外的船', '定位', '浮标每十秒报告一次自己的位置', '渡轮靠岸的时间缩短了一半']
    const text = `旧港的灯塔将在五月停用。\n\n- ${items.join('\n- ')}`
    expect(pointsOf('旧港的灯塔停用', text)).toEqual(items.filter(item => item !== '定位'))
  })

  test('are no steps of a preparation at the side of a long article', () => {
    const steps = ['安装港务局的雷达程序到码头的电脑', '配置雷达程序的地址和密码', '启动雷达程序并等它亮起绿灯']
    const text = [
      ...prose,
      ...steps.map(step => `- ${step}`),
      ...prose.map(line => `${line}这一点在开会时说过三次，没有人反对，也没有人赞成。`),
      ...prose.map((line, i) => `第 ${i} 年的记录里写着：${line}`),
    ]
    expect(pointsOf('旧港的灯塔停用', text.join('\n\n'))).not.toContain(steps[0])
  })
})

describe("a weekly's points are the headings of its items without numbers", () => {
  const told = ['港务局说，那里的雷达够用了。', 'The harbour office says that its radar will do.', '修缮要花两年时间。']
  const english = ['An old light goes out', 'Two ferries for the islands', 'How the fog horn works']
  const chinese = ['旧灯塔五月停用', '两条新渡轮下水', '雾笛是怎样发声的']

  test.each<[string, string, readonly string[], (title: string, i: number) => string]>([
    ['lines above what is said', 'Harbour Weekly #12', english, (title, i) => `${title}\n\n${told[i] ?? ''}`],
    [
      'lines with their address below',
      '海边周刊（第 12 期）',
      chinese,
      (title, i) => `${title}\n\nhttps://sea.example/${i}\n\n${told[i] ?? ''}`,
    ],
    ['items that begin with a title', 'Weekly reading list', english, (title, i) => `- ${title}: ${told[i] ?? ''}`],
    ['items with a line below', '每周阅读清单', chinese, (title, i) => `- ${title}\n${told[i] ?? ''}`],
  ])('%s', (_, title, headings, write) => {
    expect(summarize({ title, text: headings.map(write).join('\n\n') }).points).toEqual(headings)
  })

  test('names of sections above lists are none', () => {
    const items = (titles: readonly string[]): string =>
      titles.map((title, i) => `- ${title}：${told[i] ?? ''}`).join('\n')
    const text = `文章\n\n${items(chinese)}\n\n工具与其他\n\n${items(['海图绘制器三点零', '潮汐表的新格式'])}`
    expect(summarize({ title: '海边周刊', text }, { points: 9 }).points).toEqual([
      ...chinese,
      '海图绘制器三点零',
      '潮汐表的新格式',
    ])
  })

  test('lines above lists are, though the lists have lines of their own', () => {
    const text = english.map((title, i) => `${title}\n\n- a quay of ${i} metres\n- a crane for the boats`).join('\n\n')
    expect(summarize({ title: 'Weekly reading list', text }).points).toEqual(english)
  })

  test('a weekly does not begin with what announces a list', () => {
    const text = `${chinese[0] ?? ''}\n\n旧灯塔有三样东西可看，包括\n\n- 灯\n- 钟\n\n${chinese[1] ?? ''}\n\n渡轮可以坐八十个人。\n\n${chinese[2] ?? ''}\n\n雾笛每小时响一次。`
    const { lead, points } = summarize({ title: '海边周刊', text })
    expect([lead.startsWith('渡轮可以坐八十个人。'), points]).toEqual([true, chinese])
  })

  test('an article that is no weekly keeps its sentences', () => {
    const text = english.map((title, i) => `${title}\n\n${told[i] ?? ''}`).join('\n\n')
    expect(summarize({ title: 'A walk around the harbour', text }).points).not.toContain(english[0])
  })
})

describe("a weekly's points are the headings of its numbered items", () => {
  test('Chinese, whose numbers begin again in each part', () => {
    const text =
      '灯塔要拆了，镇上的人都去看最后一眼。\n\n科技动态\n\n1、渡轮改用电池\n\n渡轮公司宣布，五月起所有船只改用电池。\n\n2、雾笛停用\n\n港务局停用了最后一座雾笛。\n\n文章\n\n1、一座桥的寿命（英文）\n\n作者检查了三百座桥的记录。'
    const { lead, points } = summarize({ title: '海边周刊（第 12 期）：灯塔', text })
    expect(lead).toBe('灯塔要拆了，镇上的人都去看最后一眼。')
    expect(points).toEqual(['渡轮改用电池', '雾笛停用', '一座桥的寿命（英文）'])
  })

  test('English', () => {
    const text =
      'The lighthouse goes dark this week.\n\n1. A ferry on batteries\n\nAll ships will run on batteries from May.\n\n2. No more foghorns\n\nThe port has switched off the last of them.\n\n3. How long a bridge lasts\n\nThe author read the papers of three hundred bridges.'
    const { points } = summarize({ title: 'Harbour weekly #12', text })
    expect(points).toEqual(['A ferry on batteries', 'No more foghorns', 'How long a bridge lasts'])
  })

  test('but the chapters of an article are none', () => {
    const text =
      'The lighthouse goes dark this week.\n\n1. Background\n\nAll ships will run on batteries from May.\n\n2. Results\n\nThe port has switched off the last foghorn.\n\n3. Outlook\n\nThe bridge will last for thirty more years.'
    expect(summarize({ title: 'How the lighthouse went dark', text }).points).not.toContain('Background')
  })
})
