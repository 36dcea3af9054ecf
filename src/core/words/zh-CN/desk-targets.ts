// The words of the desk's page of targets, in Simplified Chinese.
import type { DeskWords } from '../en/desk.ts'

/** The page of the places that are told of each issue. */
export const targets: DeskWords['targets'] = {
  title: '其他渠道',
  text: '每期发布后，各渠道都会收到一次通知。要重发的，下次运行时发出。',
  none: '还没有其他渠道。在服务器上用 weekly target add 名称 添加。',
  nothingYet: '还没有发过消息，从下一期开始。',
  states: {
    planned: '即将发送',
    sending: '正在发送',
    sent: '已送达',
    refused: '被拒绝',
    retry: '稍后自动重发',
    uncertain: '不确定是否送达，请到那边看一下',
  },
  again: '重发',
  isThere: '已经收到',
  test: '发送测试消息',
  tested: name => `测试消息已发往“${name}”，请到那边看看是否收到。`,
}
