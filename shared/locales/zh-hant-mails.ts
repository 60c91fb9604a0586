import type { Catalogue } from './catalogue.ts';

/** The sentences of mails in Traditional Chinese. */
export const zhHantMails: Catalogue['mails'] = {
  'request-filed': {
    subject: '我們已收到您的案件：{subject}',
    lead: '感謝您與 {vendor} 技術支援聯絡。您的支援案件已受理，編號為 {number}。',
    promise: '工程師將檢視您的案件，並於 {due}前回覆您。',
    callBack: '我們將於 {due}前回電給您。',
    noPromise: '工程師將檢視您的案件。本案件並無約定的回應時間，我們會儘快回覆您。',
    next: '如需補充資訊，直接回覆本信即可。來電時，請備妥您的客戶編號與案件編號。',
  },
  'engineer-assigned': {
    subject: '工程師已開始處理您的案件：{subject}',
    lead: '您的支援案件 {number} 現由工程師 {engineer} 負責。在雙方同意結案之前，該工程師都是您的聯絡窗口。',
    next: '{engineer} 將研究您提供的資料並與您聯絡。如需補充，直接回覆本信即可。',
  },
  'request-reassigned': {
    subject: '您的案件已改由另一位工程師處理：{subject}',
    lead: '工程師 {engineer} 已接手您的支援案件 {number}。您先前提供的資料皆已完成交接，無須重新說明。',
    next: '{engineer} 將接續處理並與您聯絡。若對此異動有任何疑問，直接回覆本信即可。',
  },
  reply: {
    subject: '新回覆：{subject}',
    lead: '{author} 針對支援案件 {number} 回覆了您。',
    next: '如需答覆，直接回覆本信即可。您的內容會加入案件，並立即送達工程師。',
  },
  question: {
    subject: '需要您的回覆：{subject}',
    lead: '為了繼續處理支援案件 {number}，{author} 需要您的回覆。',
    next: '請直接回覆本信。收到您的回覆後，我們會立即繼續處理。',
  },
  'contact-attempt': {
    subject: '第 {attempt} 次提醒（共 {attempts} 次）：{subject}',
    lead: '支援案件 {number} 正在等候您的回覆，我們至今尚未收到您的消息。這是第 {attempt} 次提醒，共 {attempts} 次。',
    lastLead:
      '支援案件 {number} 正在等候您的回覆，我們至今尚未收到您的消息。這是最後一次提醒（第 {attempt} 次，共 {attempts} 次）。',
    next: '請回覆本信，簡短回覆即可讓案件維持開啟。若仍未收到您的回覆，我們將於 {closes}結案。',
  },
  'solution-proposed': {
    subject: '建議的解決方案：{subject}',
    lead: '{author} 針對支援案件 {number} 提出了解決方案。',
    next: '請試行後回覆本信。若有效，我們將結案；若無效，請告知實際情形，我們會繼續處理。若未收到您的回覆，我們將於 {closes}結案。',
  },
  'severity-changed': {
    subject: '嚴重等級已調整為 {to}：{subject}',
    lead: '{by} 已將支援案件 {number} 的嚴重等級由 {from}調整為 {to}。',
    next: '我們將依新的嚴重等級繼續處理。若您不同意，或業務影響有所變化，直接回覆本信告知我們即可。',
  },
  'contract-changed': {
    subject: '合約或產品已變更：{subject}',
    lead: '{by} 已變更支援案件 {number} 的合約或產品。',
    next: '我們將依新的條件繼續處理。若您不同意，直接回覆本信告知我們即可。',
  },
  'contract-changed-staff': { next: '請依新的服務目標繼續處理。' },
  'entitlement-ended': {
    subject: '不再受合約保障：{subject}',
    lead: '支援案件 {number} 的服務權益已終止，不再承諾回應時間。',
    next: '若您有生效中的合約，請以該合約另建新案件並註明編號 {number}。若您認為有誤，直接回覆本信即可。',
  },
  'entitlement-ended-staff': { next: '本案件的服務目標已停止計時。請與客戶商定是否結案。' },
  'request-closed': {
    subject: '您的案件已結案：{subject}',
    lead: '支援案件 {number} 已結案。感謝您的配合。',
  },
  'closed-unanswered': {
    subject: '因未收到回覆，案件已結案：{subject}',
    lead: '我們已嘗試與您聯絡 {attempts} 次，但未收到回覆，因此已將支援案件 {number} 結案。',
  },
  'request-reopened': {
    subject: '您的案件已重新開啟：{subject}',
    lead: '{by} 已重新開啟支援案件 {number}。',
    next: '工程師將重新著手處理並與您聯絡。若要告知後來的狀況，直接回覆本信即可。',
  },
  'survey-invitation': {
    subject: '您滿意我們的服務嗎？{subject}',
    lead: '支援案件 {number} 已於 {closed}結案。您對我們的服務是否滿意？您的意見能幫助我們做得更好。',
    byLink: '誠摯邀請您填寫問卷，只需幾分鐘：',
    byReply: '請回覆本信，告訴我們哪些地方做得好、哪些地方有待改進。',
    next: '您可自由決定是否參加。您的回答將由技術支援團隊的主管閱讀。',
  },
  'escalation-received': {
    subject: '我們已收到您的向上提報：{subject}',
    lead: '您對支援案件 {number} 的向上提報已送達區域提報經理。',
    next: '提報經理將評估情況，並指派一位提報工程師擔任您的主要聯絡窗口。之後您會以電子郵件收到行動計畫與下次進度回報的時間。如需補充，直接回覆本信即可。',
  },
  'escalation-engineer-named': {
    subject: '您的提報工程師是 {engineer}：{subject}',
    lead: '{engineer} 是支援案件 {number} 的提報工程師，即日起擔任您的主要聯絡窗口。',
    next: '即使沒有新進展，{engineer} 也會在 {nextUpdate}前與您聯絡。若您不同意此計畫，直接回覆本信即可。',
  },
  'escalation-update': {
    subject: '提報案件進度回報：{subject}',
    lead: '{author} 向您回報支援案件 {number} 的提報處理進度。',
    next: '您將於 {nextUpdate}前收到下次進度回報。若進展過慢或情況有變，直接回覆本信即可。',
  },
  'request-de-escalated': {
    subject: '向上提報已結束：{subject}',
    lead: '經您同意，支援案件 {number} 的向上提報已結束。',
    next: '後續將依行動計畫繼續進行。若您有不同看法或情況有變，直接回覆本信即可。',
  },
  'assigned-to-you': {
    subject: '已指派給您：{subject}',
    lead: '支援案件 {number} 已指派給您。',
    next: '請檢視案件並回覆客戶。若無法承接，請立即安排改派。',
  },
  'customer-replied': {
    subject: '客戶已回覆：{subject}',
    lead: '{author} 已回覆支援案件 {number}，尚未寄出的聯絡提醒已取消。',
    next: '請閱讀並回覆客戶，或告知客戶何時可以回覆。',
  },
  'severity-changed-staff': {
    subject: '嚴重等級已調整為 {to}：{subject}',
    lead: '{by} 已將您負責的支援案件 {number} 的嚴重等級由 {from}調整為 {to}。',
    next: '請查看原因，並依新的嚴重等級繼續處理。若有不同看法，請與客戶重新商定嚴重等級。',
  },
  'request-closed-staff': {
    subject: '案件已結案：{subject}',
    lead: '{by} 已將由您負責的支援案件 {number} 結案。',
    next: '無須再做任何處理。若案件重新開啟，將繼續由您負責，屆時您會收到郵件通知。',
  },
  'request-reopened-staff': {
    subject: '案件已重新開啟：{subject}',
    lead: '{by} 已重新開啟支援案件 {number}，該案件重新由您負責。',
    next: '請查看原因，重新著手處理，並告知客戶後續安排。',
  },
  'target-warning': {
    subject: '服務目標有風險（{clock}）：{subject}',
    lead: '支援案件 {number} 的{clock}時限已過 {percent}%。',
    'first-response': '須於 {due}前回覆客戶。',
    'promised-update': '須於 {due}前向客戶提供承諾的進度回報。',
    answer: '須於 {due}前回覆客戶。',
    'answer-goal': '於 {due}前回覆即達成目標，承諾的期限更晚。',
    'call-back': '須於 {due}前回電給客戶。',
    'next-reply': '須於 {due}前回覆客戶的來信。',
    'confirmation-mail': '受理確認信須於 {due}前寄出。',
    next: '凡無法確保如期完成者，請立即告知值班主管；值班主管負責安排可處理的人員。',
  },
  'target-missed': {
    subject: '服務目標未達成（{clock}）：{subject}',
    lead: '支援案件 {number} 的{clock}應於 {due}前完成，但至今尚未完成。此次未達成已留下紀錄。',
    'first-response': '須立即給予客戶首次回應。',
    'promised-update': '須立即向客戶回報進度，並告知下次回報的時間。',
    answer: '須立即回覆客戶。',
    'answer-goal': '請在承諾的期限前回覆客戶。',
    'call-back': '須立即回電給客戶。',
    'next-reply': '須立即回覆客戶的來信。',
    'confirmation-mail': '請查明郵件未寄出的原因，並以其他方式向客戶確認。',
    next: '凡無法確保立即完成者，請告知值班主管；值班主管負責安排可處理的人員。',
  },
  'escalation-requested': {
    subject: '收到向上提報：{subject}',
    lead: '{requestedBy} 申請將支援案件 {number} 向上提報。',
    next: '請評估此提報、調度所需資源，並指派提報工程師及下次進度回報的時間。指派後系統會立即通知客戶。',
  },
  'escalation-assigned': {
    subject: '由您負責此次提報：{subject}',
    lead: '您已獲指派為支援案件 {number} 的提報工程師，即日起擔任客戶的主要聯絡窗口。',
    next: '請與各方取得聯繫，並著手執行行動計畫。已向客戶承諾於 {nextUpdate}前回報進度；每次回報時請告知下次回報的時間。',
  },
  'update-reminder': {
    subject: '承諾的進度回報即將到期：{subject}',
    lead: '已向客戶承諾於 {nextUpdate}前回報支援案件 {number} 的進度。',
    next: '即使沒有新進展，也請準時回報，並告知下次回報的時間。',
  },
  'update-missed': {
    subject: '承諾的進度回報已逾期：{subject}',
    lead: '{engineer} 承諾於 {nextUpdate}前回報支援案件 {number} 的進度，但至今尚未送出。',
    next: '請確保立即與客戶聯絡，並告知下次回報的時間。',
  },
  'contact-bounced': {
    subject: '郵件無法送達：{subject}',
    lead: '我們針對支援案件 {number} 寄給 {recipient} 的郵件遭退回，無法送達。',
    attempt: '該郵件為第 {attempt} 次聯絡，因此不列入聯絡次數。',
    next: '請改以其他方式（例如電話）聯絡客戶，並更正電子郵件地址。',
  },
  'file-shared': {
    subject: '新檔案：{subject}',
    lead: '{author} 已在支援案件 {number} 中新增檔案 {file}。',
    next: '請開啟該案件下載檔案。如需回覆，直接回覆本信即可。',
  },
  'upload-expiring': {
    subject: '您的上傳尚未完成：{subject}',
    lead: '檔案 {file} 已開始上傳至支援案件 {number}，但尚未完成。',
    next: '如需繼續，請再次上傳同一檔案，已收到的部分不會重複傳送。若於 {keptUntil}前仍未完成，已收到的部分將會刪除。',
  },
  'file-failed': {
    subject: '您的檔案未通過驗證：{subject}',
    lead: '檔案 {file} 已上傳至支援案件 {number}，但未能通過驗證，因此無法下載，已收到的部分將會刪除。',
    next: '請重新上傳該檔案。如再次失敗，直接回覆本信即可，我們會查明原因。',
  },
  'file-received': {
    subject: '客戶已傳來檔案：{subject}',
    lead: '{author} 已將檔案 {file} 上傳至支援案件 {number}，檔案完整並已通過驗證。',
    leadByTicket:
      '檔案 {file} 已透過上傳憑證以 {author} 的名義上傳至支援案件 {number}，檔案完整並已通過驗證。',
    next: '請從該案件下載檔案並回覆客戶，或告知客戶何時可以回覆。',
  },
  'upload-expiring-staff': {
    next: '如需繼續，請再次上傳同一檔案，已收到的部分不會重複傳送。若於 {keptUntil}前仍未完成，已收到的部分將會刪除。',
  },
  'file-failed-staff': {
    next: '請重新上傳該檔案。如再次失敗，請通知支援平台的維運人員。',
  },
};
