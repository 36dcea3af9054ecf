// The words of the desk's page of targets, in Traditional Chinese.
import type { DeskWords } from '../en/desk.ts'

/** The page of the places that are told of each issue. */
export const targets: DeskWords['targets'] = {
  title: '其他管道',
  text: '每期發布後，各管道都會收到一次通知。要重新傳送的，下次執行時送出。',
  none: '還沒有其他管道。請在伺服器上用 weekly target add 名稱 新增。',
  nothingYet: '還沒有傳送過訊息，從下一期開始。',
  states: {
    planned: '即將傳送',
    sending: '傳送中',
    sent: '已送達',
    refused: '遭到拒絕',
    retry: '稍後自動重新傳送',
    uncertain: '不確定是否送達，請到那邊確認',
  },
  again: '重新傳送',
  isThere: '已經收到',
  test: '傳送測試訊息',
  tested: name => `測試訊息已送往「${name}」，請到那邊確認是否收到。`,
}
