// The words of the desk's page for pictures, in Chinese.
import type { DeskWords } from '../en/desk.ts'

/** The words for putting a picture into a note or a foreword. */
export const picturePage: DeskWords['picturePage'] = {
  add: '插入图片…',
  title: '插入图片',
  text: 'JPEG、PNG、WebP 或 GIF，不超过 8 MB。宽或高超过 1600 像素会缩小，相机写入的信息（地点、时间、设备）会去掉。动态 GIF 只保留第一帧。',
  file: '图片',
  alt: '图上有什么，给看不到图的人',
  source: '图片来源（可不填）',
  from: source => `来源：${source}`,
  upload: '插入',
  kept: '你写的内容已保留，会和图片一起回来。',
  check: '图片已插入，请看一下再保存。',
  stored: '已存好。把这一行放进编者注或题记：',
  altMissing: '请用文字说明图上有什么，并重新选择文件。其他内容都还在。',
  fileMissing: '请选择文件。',
  tooLarge: '文件超过 8 MB，请换一个小一点的。其他内容都还在。',
  problem: said => `${said}其他内容都还在。`,
}
