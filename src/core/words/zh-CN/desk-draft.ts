// The words of the draft's page and of the desk's script, in Chinese.
import type { Words } from '../en.ts'

/** What the draft's page says, key by key as in en/desk-draft.ts. */
export const draftPage: Words['desk']['draftPage'] = {
  isTop: '头条',
  placed: (title, place, places, section) => `${title}，「${section}」第 ${place} 篇，共 ${places} 篇`,
  isLeftOut: title => `${title}：未入选`,
  isHeld: title => `${title}：留到下一期`,
  savedAt: time => `${time} 已保存`,
  atWork: (editor, said, minutes) => (minutes < 1 ? `${editor} 刚刚${said}` : `${editor} ${minutes} 分钟前${said}`),
}

/** What the script says, key by key as in en/desk-draft.ts. */
export const script: Words['desk']['script'] = {
  notReached: '连不上服务器。内容没有丢失，会再次尝试。',
  tryAgain: '重试',
  failed: '没有成功。',
  close: '关闭',
  saved: '已保存',
  notSavedYet: '还没有保存：连不上服务器。你写的内容存在这个浏览器里，连上后会自动提交。',
  notSignedIn: '你还没有登录，所以什么也没有保存。你写的内容还在。',
  compare: '对比',
  unsaved: '你在「{title}」里写的内容还没有保存。',
  takeUp: '取回继续写',
  throwAway: '丢弃',
  news: '新到 {added} 篇，变动 {changed} 处',
  show: '查看',
  passkeyOffer: '下次不必再收验证码：这台设备可以创建通行密钥，用指纹、面容或 PIN 登录编辑台。',
  passkeyAdd: '创建通行密钥',
  notNow: '暂不',
  passkeyNotMade: '没有创建通行密钥。请刷新页面，按提示重新登录后再试。',
  passkeyNotUsed: '没有使用通行密钥，仍可用其他方式登录。',
  keysTitle: '快捷键',
  keysOn: '启用单键操作',
  keys: [
    ['j k', '下一篇、上一篇'],
    ['o', '打开原文'],
    ['e', '改标题和文字'],
    ['n', '写编者注'],
    ['f', '写题记'],
    ['x', '去掉'],
    ['h', '留到下期'],
    ['p', '选入；已在草稿里则移到栏目最前'],
    ['t', '设为本期头条'],
    ['Alt+↑ Alt+↓', '上移、下移'],
    ['Alt+Shift+↑ Alt+Shift+↓', '移到上一个、下一个栏目'],
    ['m', '移到…'],
    ['u U', '撤销、重做'],
    ['v', '预览'],
    ['/', '搜索'],
    ['g d', '到草稿'],
    ['g i', '到收件箱'],
    ['g s', '到文章流'],
    ['g n', '到数据'],
    ['?', '这份按键表'],
    ['Esc', '保存并离开；关闭对话框'],
  ],
}
