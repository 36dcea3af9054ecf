// `weekly init` 的提问和说明。
import type { Words } from '../en.ts'

/** 新建周报时的用语。 */
export const init: Words['init'] = {
  title: '周报的名字',
  usualTitle: '每周阅读清单',
  timezone: '时区',
  url: '网站对外的网址（先试用就保持不变）',
  from: '发件人，写成“名字 <地址>”（留空：暂不发邮件）',
  postalAddress: '邮件末尾的邮寄地址（留空：暂不发邮件）',
  sources: '最初的来源：网站或订阅源的网址，或 OPML 文件（用空格隔开）',
  places: '运行所需的文件：systemd、compose、actions（留空：不要）',
  invalid: answer => `“${answer}”不合适`,
  noListHere: '这里还没有周报。新建一份：y；先用样例试试：s；不要：n',
  nextSteps: '接下来：',
  runFirst: '读取来源，生成第一期',
  startNow: '启动网站，此后每周出一期',
  addSource: '添加来源',
  readGuide: page => `正式上线的步骤：${page}`,
}
