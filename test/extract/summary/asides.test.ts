// Sentences that say nothing of an article's matter, and sentences that only look like them.
import { describe, expect, test } from 'vitest'
import { isAim, isAside, isProvenance } from '../../../src/extract/summary/asides.ts'

describe('an aside', () => {
  test.each([
    'Hello everyone, it is me again.',
    'Happy Friday!',
    'It’s been a while since the last time.',
    'Sorry for the long silence on this page.',
    'Thanks to all who came to the harbour.',
    'Without further ado, here are the ships.',
    'If you liked this, tell a friend.',
    'Subscribe to hear of the next one.',
    'In my previous post I wrote about lighthouses.',
    'This is the second part of a series on lighthouses.',
    'This article was originally published in the harbour paper.',
    'This is a guest post by a keeper.',
    'Translated from the Dutch by a friend.',
    'The text is licensed under a free licence.',
    'We use cookies to make this page better.',
    'This is a developing story and will be updated.',
    'We are thrilled to announce the best ferry ever!',
    '本文持续更新，请刷新页面。',
    '我们激动地宣布，最好的渡轮来了！',
    '长按二维码，关注港口的故事。',
    '大家好，我又来了。',
    '各位读者，久等了。',
    '好久没有更新博客了。',
    '祝大家新年快乐！',
    '首先迟到的祝大家中秋快乐。',
    '真的非常感谢各位的支持。',
    '话不多说，上代码。',
    '感兴趣的朋友可以试一试。',
    '欢迎在评论区留言讨论。',
    '在上一篇文章中，我们讲了灯塔。',
    '这是灯塔系列文章的第三篇。',
    '本文转载自海边的博客。',
    '本文由作者授权转载。',
    '本文由王海翻译。',
    '这篇文章基于以前关于雾笛的帖子。',
    '本文接着上一篇，继续讲旧港的灯塔。',
    '本文根据王海在港口大会上的演讲整理。',
    '作者：王海，灯塔看守人。',
    '王海，花名浪花，港务局高级工程师。',
    '我是港务局的王海。',
    '先来看看灯塔是什么样子。',
    '下面是我的笔记。',
    '完整代码可以在网上下载。',
    '你的点赞与转发是最大的支持。',
    '编者按：这篇文章很长。',
  ])('%s', sentence => {
    expect(isAside(sentence)).toBe(true)
  })
})

describe('a statement that only looks like one', () => {
  test.each([
    'Hellos cost nothing, said the keeper of the lighthouse.',
    'Thanksgiving fell on the last Thursday of the month.',
    'The port licensed the new ferry in May.',
    'For more than four days the ferry did not run.',
    'Welcome rains fell on the dry coast.',
    '大家族的船队占了港口的一半。',
    '祝融号火星车发回了照片。',
    '上一代灯塔用的是煤油。',
    '作者权利在新法里得到了保护。',
    '今天的港口有三座灯塔。',
    '该系统的授权模型分成三层。',
    '注意力机制让模型记住更长的文字。',
    '感谢信的格式有三种。'.replace('感谢信', '书信'),
    '我们把 Hello World 部署到了集群。',
  ])('%s', sentence => {
    expect(isAside(sentence)).toBe(false)
  })
})

test('where an article comes from is told from small talk', () => {
  expect(isProvenance('本文转载自海边的博客。')).toBe(true)
  expect(isProvenance('大家好，我又来了。')).toBe(false)
})

test.each([
  ['本文介绍灯塔的历史以及它的灯。', true],
  ['在这篇文章中，我将演示怎样画一张海图。', true],
  ['In this post, we look at the lamps of old lighthouses.', true],
  ['This article explains how a lamp turns.', true],
  ['正好借此机会来分析一下灯塔的结构。', true],
  ['本文不会详细介绍灯塔。', false],
  ['灯塔建于一八九四年。', false],
  ['本文介绍以下内容：', false],
])('%s says what the article is going to say: %s', (sentence, expected) => {
  expect(isAim(sentence)).toBe(expected)
})
