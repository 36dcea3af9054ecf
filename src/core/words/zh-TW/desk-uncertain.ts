// The words about mails that may or may not have arrived, in Chinese as it is written in Taiwan.
import type { DeskWords } from '../en/desk.ts'

/** What is decided about them, key by key as in en/desk-uncertain.ts. */
export const uncertainMails: DeskWords['uncertainMails'] = {
  one: { resend: '再寄一次', settle: '已經收到' },
  all: { resend: '全部再寄一次', settle: '全部已經收到' },
  askTitle: '處理這一期所有不確定的郵件？',
  ask: {
    resend: mails => `${mails} 封郵件會再寄一次，已經收到的讀者會收到兩封。`,
    settle: mails => `${mails} 封郵件算作已寄，沒有收到的讀者就收不到了。`,
  },
  waitsTitle: '等待重寄',
  waits: week => `這一期不再自動寄送。請在伺服器上執行 \`weekly deliver --week ${week}\`，把要重寄的郵件發出去。`,
}
