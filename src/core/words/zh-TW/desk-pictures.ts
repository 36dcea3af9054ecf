// The words of the desk's page for pictures, in Chinese as it is written in Taiwan.
import type { DeskWords } from '../en/desk.ts'

/** The words for putting a picture into a note or a foreword. */
export const picturePage: DeskWords['picturePage'] = {
  add: '插入圖片…',
  title: '插入圖片',
  text: 'JPEG、PNG、WebP 或 GIF，不超過 8 MB。寬或高超過 1600 像素會縮小，相機寫入的資訊（地點、時間、裝置）會去掉。動畫 GIF 只保留第一格。',
  file: '圖片',
  alt: '圖上有什麼，給看不到圖的人',
  source: '圖片來源（可不填）',
  from: source => `來源：${source}`,
  upload: '插入',
  kept: '你寫的內容已保留，會和圖片一起回來。',
  check: '圖片已插入，請看一下再儲存。',
  stored: '已存好。把這一行放進編註或前言：',
  altMissing: '請用文字說明圖上有什麼，並重新選擇檔案。其他內容都還在。',
  fileMissing: '請選擇檔案。',
  tooLarge: '檔案超過 8 MB，請換一個小一點的。其他內容都還在。',
  problem: said => `${said}其他內容都還在。`,
}
