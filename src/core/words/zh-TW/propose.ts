// The words of the page where readers propose links, in Chinese as it is written in Taiwan.
import type { Words } from '../en.ts'

/** The words of proposals, key by key as in en/propose.ts. */
export const propose: Words['propose'] = {
  link: '推薦文章',
  title: '推薦一篇文章',
  text: '讀到了值得收錄的文章？每一則推薦都會有編輯看，審過之前不會公開。',
  url: '連結',
  why: '推薦理由（不超過 500 字）',
  name: '署名（選填，收錄時會註明由您推薦）',
  email: '電子郵件地址（選填，不會公開，處理完 30 天後刪除）',
  thanks: '收錄後寄一封信告訴我',
  send: '推薦',
  doneTitle: '謝謝您的推薦',
  doneText: '編輯會看到這則推薦。如果收錄，會出現在接下來的某一期裡。',
  another: '再推薦一篇',
  mailSubject: list => `您推薦的文章已收錄：${list}`,
  mailText: '謝謝您，您推薦的文章已經收錄：',
  mailRead: '去看這一期',
  mailOnce: '這封郵件是您推薦時要求寄送的，只寄這一次。您的電子郵件地址之後會被刪除。',
  problems: {
    url: '這個連結打不開。請從瀏覽器的網址列複製完整的網址，以 https:// 或 http:// 開頭。',
    noWhy: '請用一句話說說為什麼值得讀。',
    longWhy: '推薦理由超過了 500 字，請精簡一下。您寫的內容都還在。',
    longName: '署名超過了 80 個字。',
    noAddress: '要收到通知，請填寫電子郵件地址；不需要的話，請去掉勾選。',
    address: '這個電子郵件地址無法收信，請檢查一下。',
    tooFast: '送出得太快了，像是程式所為。請再看一遍，然後重新點一次按鈕。',
    tooOld: '頁面開啟的時間太久了，請再點一次按鈕。',
    blocked: '我們不收錄這個網站的連結。',
    tooMany: '來自您網路的推薦過多，請一小時後再試。',
    full: '等待處理的推薦已經很多了，請過幾天再來。',
    told: '這個連結已經在過往各期裡出現過了。',
  },
}
