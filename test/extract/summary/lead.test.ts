// What a summary begins with, in articles as blogs write them.
import { describe, expect, test } from 'vitest'
import { summarize } from '../../../src/extract/summary/summarize.ts'

const leadOf = (title: string, text: string, sentences = 2): string => summarize({ title, text }, { sentences }).lead

describe('a Chinese lead', () => {
  test('begins where the article comes to its matter', () => {
    const text =
      '大家好！好久没有更新了。本文转载自海边的博客。灯塔什么时候会停？旧港的灯塔将在五月停用，它从一八九四年亮到今天。停用的原因是船上都有了定位。'
    expect(leadOf('旧港的灯塔停用', text)).toBe(
      '旧港的灯塔将在五月停用，它从一八九四年亮到今天。停用的原因是船上都有了定位。',
    )
  })

  test('says what a long article is going to say', () => {
    const text = [
      '港口里一到冬天就起雾，一年有四十天看不见对岸。',
      '去年冬天有两艘渡轮在雾里靠错了码头。',
      '本文介绍旧港怎样用三个月给渡轮装上雷达，以及花了多少钱。',
      ...Array.from({ length: 12 }, (_, i) => `第 ${i + 1} 艘渡轮的雷达装在驾驶室的顶上，由船员自己调试。`),
    ].join('\n\n')
    expect(leadOf('给渡轮装上雷达', text)).toContain('本文介绍旧港怎样用三个月给渡轮装上雷达')
  })

  test('takes no sentence after a gap that leans on the one left out', () => {
    const text = '旧港的灯塔将在五月停用。本文转载自海边的博客。因此船只要靠雷达进港。港务局为此买了三台雷达。'
    expect(leadOf('旧港的灯塔停用', text)).toBe('旧港的灯塔将在五月停用。')
  })

  test('keeps a greeting that says what the title says when nothing else does', () => {
    const text = '大家好，今天给大家带来的演讲是旧港灯塔停用的经过。'
    expect(leadOf('旧港灯塔停用的经过', text)).toBe(text)
  })

  test('leaves its writer aside where the article comes to its matter later', () => {
    const text =
      '前几天我在咖啡馆里碰到一位老朋友，聊到很晚才回家。路上我又想了很久。旧港的灯塔停用之后，船只都要靠雷达进港。雷达每两秒扫描一次。'
    expect(leadOf('旧港的灯塔停用', text)).toBe('旧港的灯塔停用之后，船只都要靠雷达进港。雷达每两秒扫描一次。')
  })

  test('does not begin with who speaks', () => {
    const text =
      '大家好，我是港务局的工程师林舟，今天分享的内容是旧港灯塔的停用。旧港的灯塔从一八九四年亮到今天。五月起船只靠雷达进港。'
    expect(leadOf('旧港灯塔的停用', text)).toBe('旧港的灯塔从一八九四年亮到今天。五月起船只靠雷达进港。')
  })

  test('says what something is, though its address stands behind the name', () => {
    const text =
      '灯标（https://harbour.example/light）是港务局公开的一个记录灯塔的程序。它还在开发中，没有在港口里用过。它不支持雷达。'
    expect(leadOf('灯标：记录灯塔的程序', text)).toContain('是港务局公开的一个记录灯塔的程序。')
    expect(leadOf('灯标', `${text.replace(/（.*?）/u, '')}见 https://harbour.example/light 的说明。`)).not.toContain(
      'https',
    )
  })

  test('is never empty where there is but small talk', () => {
    expect(leadOf('随想', '大家好！好久没有更新了。')).not.toBe('')
  })

  test('joins what stands side by side as it stands in the text', () => {
    const text = '旧港的灯塔将在五月停用（五月一日）。（雾笛还在。）灯塔从一八九四年亮到今天。'
    expect(leadOf('旧港的灯塔停用', text, 3)).toBe(text)
  })
})

describe('an English lead', () => {
  const filler =
    'Two comedies opened behind it and will not stay long. The clear loser was the horror film, which took four.'

  test.each([
    'All in all, it is not a huge weekend, but it is good enough for the lighthouse film.',
    'That is why the lighthouse film stayed at the top of the list this weekend.',
    'So the lighthouse film stayed at the top of the list for one more weekend.',
    'Furthermore, the lighthouse film stayed at the top of the list this weekend.',
    'He said that the lighthouse film would stay at the top of the list.',
  ])('takes no sentence that leans on one left out: %s', leaning => {
    const text = `The film about a lighthouse and its keeper took twenty-nine million in its third week. ${filler} ${leaning}`
    expect(leadOf('The lighthouse film stays at the top of the list', text)).not.toContain(leaning)
  })

  test('takes it with the sentence that it leans on', () => {
    const text =
      'The lighthouse film stays at the top of the list this weekend. That makes it three weeks for the lighthouse film.'
    expect(leadOf('The lighthouse film stays at the top', text)).toBe(text)
  })

  test('leaves greetings, provenance and consent out', () => {
    const text = `Hello everyone! This article was originally published in the harbour paper. We use cookies to make this page better. The old lighthouse goes dark in May after a hundred and twenty years.`
    expect(leadOf('The lighthouse goes dark', text)).toBe(
      'The old lighthouse goes dark in May after a hundred and twenty years.',
    )
  })

  test.each([
    'She added that an appeal against the closing of the light could be made to the harbour office.',
    'Sailors of the harbour, however, have said that the old light should burn on.',
  ])('does not begin with what goes on, though it comes first: %s', caption => {
    const matter = 'The harbour office has closed the old light after a review of the radar at its three quays.'
    const text = `${caption}\n\n${matter} The light had burnt for a hundred and thirty years. Two keepers have found other work.`
    expect(leadOf('Harbour office closes the old light after review', text).startsWith(matter)).toBe(true)
  })

  test('has no rows of tables, whose columns are set apart by a blank and a tab', () => {
    const rows = ['Mon \tOld light \t63 \t85% \t1 lamp (1 combined).', 'Tue \tNew light \t57 \t77% \t3 lamps.']
    const prose =
      'The harbour counts the hours of its lights. Below are the hours of the old light and the new light this week.'
    const { lead, points } = summarize({
      title: 'Old light and new light: hours',
      text: `${prose}\n\n${rows.join('\n')}`,
    })
    expect([lead, ...points].join(' ')).not.toMatch(/\d\d%/)
  })
})
