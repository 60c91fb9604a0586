import type { Catalogue } from './catalogue.ts';

/** The sentences of mails in Simplified Chinese. */
export const zhHansMails: Catalogue['mails'] = {
  'request-filed': {
    subject: '我们已收到您的请求：{subject}',
    lead: '感谢您联系 {vendor} 技术支持。您的支持请求已受理，编号为 {number}。',
    promise: '工程师将查看您的请求，并在 {due}之前答复您。',
    callBack: '我们将在 {due}之前给您回电。',
    noPromise: '工程师将查看您的请求。此请求没有约定的响应时间，我们会尽快答复您。',
    next: '如需补充信息，直接回复本邮件即可。致电我们时，请备好您的客户编号和请求编号。',
  },
  'engineer-assigned': {
    subject: '工程师已开始处理您的请求：{subject}',
    lead: '您的支持请求 {number} 现由工程师 {engineer} 负责。在双方同意关闭请求之前，该工程师将一直是您的联系人。',
    next: '{engineer} 将研究您提供的信息并与您联系。如需补充内容，直接回复本邮件即可。',
  },
  'request-reassigned': {
    subject: '您的请求已转交新的工程师：{subject}',
    lead: '工程师 {engineer} 已接手您的支持请求 {number}。您此前提供的全部信息均已移交，无需重复说明。',
    next: '{engineer} 将继续处理并与您联系。如对此次变更有疑问，直接回复本邮件即可。',
  },
  reply: {
    subject: '新的回复：{subject}',
    lead: '{author} 就支持请求 {number} 给您留言。',
    next: '如需答复，直接回复本邮件即可。您的答复会添加到请求中，并立即送达工程师。',
  },
  question: {
    subject: '需要您的答复：{subject}',
    lead: '为继续处理支持请求 {number}，{author} 需要您的答复。',
    next: '请直接回复本邮件。收到您的答复后，我们会立即继续处理。',
  },
  'contact-attempt': {
    subject: '第 {attempt} 次提醒（共 {attempts} 次）：{subject}',
    lead: '支持请求 {number} 正在等待您的答复，我们尚未收到您的消息。这是第 {attempt} 次提醒，共 {attempts} 次。',
    lastLead:
      '支持请求 {number} 正在等待您的答复，我们尚未收到您的消息。这是最后一次提醒（第 {attempt} 次，共 {attempts} 次）。',
    next: '请回复本邮件，简短答复即可使请求保持打开状态。如果一直没有收到您的答复，我们将于 {closes}关闭该请求。',
  },
  'solution-proposed': {
    subject: '建议的解决方案：{subject}',
    lead: '{author} 针对支持请求 {number} 提出了解决方案。',
    next: '请试用该方案并回复本邮件。如果有效，我们将关闭请求；如果无效，请告诉我们实际情况，我们会继续处理。如果一直没有收到您的答复，我们将于 {closes}关闭该请求。',
  },
  'severity-changed': {
    subject: '严重级别已调整为 {to}：{subject}',
    lead: '{by} 已将支持请求 {number} 的严重级别由 {from}调整为 {to}。',
    next: '我们将按新的严重级别继续处理。如果您不同意，或者业务影响发生变化，直接回复本邮件告诉我们即可。',
  },
  'contract-changed': {
    subject: '合同或产品已变更：{subject}',
    lead: '{by} 已变更支持请求 {number} 的合同或产品。',
    next: '我们将按新的条件继续处理。如果您不同意，直接回复本邮件告诉我们即可。',
  },
  'contract-changed-staff': { next: '请按新的服务目标继续处理。' },
  'entitlement-ended': {
    subject: '不再受合同保障：{subject}',
    lead: '支持请求 {number} 的服务权益已终止，不再承诺响应时间。',
    next: '如果您有生效的合同，请在该合同下提交新的请求并注明编号 {number}。如果您认为有误，直接回复本邮件即可。',
  },
  'entitlement-ended-staff': { next: '该请求的服务目标已停止计时。请与客户商定是否关闭请求。' },
  'request-closed': {
    subject: '您的请求已关闭：{subject}',
    lead: '支持请求 {number} 已关闭。感谢您的配合。',
  },
  'closed-unanswered': {
    subject: '因未收到答复，请求已关闭：{subject}',
    lead: '我们曾 {attempts} 次尝试联系您，但未收到答复，因此已关闭支持请求 {number}。',
  },
  'request-reopened': {
    subject: '您的请求已重新打开：{subject}',
    lead: '{by} 已重新打开支持请求 {number}。',
    next: '工程师将重新开始处理并与您联系。如需告诉我们此后发生的情况，直接回复本邮件即可。',
  },
  'survey-invitation': {
    subject: '您对我们的服务满意吗？{subject}',
    lead: '支持请求 {number} 已于 {closed}关闭。您对我们的服务是否满意？您的意见有助于我们不断改进。',
    byLink: '诚邀您填写调查问卷，只需几分钟：',
    byReply: '请回复本邮件，告诉我们哪些方面做得好，哪些方面有待改进。',
    next: '您可自愿参加。您的回答将由技术支持团队的负责人阅读。',
  },
  'escalation-received': {
    subject: '我们已收到您的升级申请：{subject}',
    lead: '您对支持请求 {number} 的升级申请已送达区域升级经理。',
    next: '升级经理将评估情况，并指定一名升级工程师作为您的主要联系人。随后您将通过邮件收到行动计划以及下次通报的时间。如需补充内容，直接回复本邮件即可。',
  },
  'escalation-engineer-named': {
    subject: '您的升级工程师是 {engineer}：{subject}',
    lead: '{engineer} 是支持请求 {number} 的升级工程师，从现在起担任您的主要联系人。',
    next: '即使没有新的进展，{engineer} 也会在 {nextUpdate}之前与您联系。如果您不同意该计划，直接回复本邮件即可。',
  },
  'escalation-update': {
    subject: '升级处理进展：{subject}',
    lead: '{author} 向您通报支持请求 {number} 的升级处理进展。',
    next: '您将在 {nextUpdate}之前收到下次通报。如果进展过慢或情况有变，直接回复本邮件即可。',
  },
  'request-de-escalated': {
    subject: '升级处理已结束：{subject}',
    lead: '经您同意，支持请求 {number} 的升级处理已结束。',
    next: '后续工作将按行动计划继续进行。如果您有不同意见或情况有变，直接回复本邮件即可。',
  },
  'assigned-to-you': {
    subject: '已分配给你：{subject}',
    lead: '支持请求 {number} 已分配给你。',
    next: '请查看该请求并答复客户。如果无法接手，请立即安排转交。',
  },
  'customer-replied': {
    subject: '客户已答复：{subject}',
    lead: '{author} 已就支持请求 {number} 作出答复，尚未发出的联系提醒已取消。',
    next: '请阅读并答复客户，或者告知客户何时可以答复。',
  },
  'severity-changed-staff': {
    subject: '严重级别已调整为 {to}：{subject}',
    lead: '{by} 已将你负责的支持请求 {number} 的严重级别由 {from}调整为 {to}。',
    next: '请查看原因，并按新的严重级别继续处理。如有不同看法，请与客户重新商定严重级别。',
  },
  'request-closed-staff': {
    subject: '请求已关闭：{subject}',
    lead: '{by} 已关闭由你负责的支持请求 {number}。',
    next: '无需再做任何处理。如果该请求被重新打开，将继续由你负责，届时你会收到邮件通知。',
  },
  'request-reopened-staff': {
    subject: '请求已重新打开：{subject}',
    lead: '{by} 已重新打开支持请求 {number}，该请求重新由你负责。',
    next: '请查看原因，重新开始处理，并告知客户后续安排。',
  },
  'target-warning': {
    subject: '服务目标有风险（{clock}）：{subject}',
    lead: '支持请求 {number} 的{clock}时限已用去 {percent}%。',
    'first-response': '须在 {due}之前答复客户。',
    'promised-update': '须在 {due}之前向客户发送承诺的进展通报。',
    answer: '须在 {due}之前答复客户。',
    'answer-goal': '在 {due}之前答复即达成目标，承诺的期限更晚。',
    'call-back': '须在 {due}之前给客户回电。',
    'next-reply': '须在 {due}之前答复客户的来信。',
    'confirmation-mail': '受理确认邮件须在 {due}之前发出。',
    next: '凡无法确保按时完成者，请立即告知值班经理；值班经理负责安排能够处理的人员。',
  },
  'target-missed': {
    subject: '服务目标未达成（{clock}）：{subject}',
    lead: '支持请求 {number} 的{clock}应在 {due}之前完成，但至今尚未完成。此次未达成已记录在案。',
    'first-response': '须立即给予客户首次响应。',
    'promised-update': '须立即向客户通报进展，并告知下次通报的时间。',
    answer: '须立即答复客户。',
    'answer-goal': '请在承诺的期限之前答复客户。',
    'call-back': '须立即给客户回电。',
    'next-reply': '须立即答复客户的来信。',
    'confirmation-mail': '请查明邮件未发出的原因，并以其他方式向客户确认。',
    next: '凡无法确保立即完成者，请告知值班经理；值班经理负责安排能够处理的人员。',
  },
  'escalation-requested': {
    subject: '收到升级申请：{subject}',
    lead: '{requestedBy} 申请升级支持请求 {number}。',
    next: '请评估该申请，调配所需资源，并指定升级工程师和下次通报的时间。指定后系统会立即通知客户。',
  },
  'escalation-assigned': {
    subject: '由你负责此次升级处理：{subject}',
    lead: '你已被指定为支持请求 {number} 的升级工程师，从现在起担任客户的主要联系人。',
    next: '请与各方取得联系，并着手执行行动计划。已向客户承诺在 {nextUpdate}之前通报进展；每次通报时请告知下次通报的时间。',
  },
  'update-reminder': {
    subject: '承诺的进展通报即将到期：{subject}',
    lead: '已向客户承诺在 {nextUpdate}之前通报支持请求 {number} 的进展。',
    next: '即使没有新的进展，也请按时通报，并告知下次通报的时间。',
  },
  'update-missed': {
    subject: '承诺的进展通报已逾期：{subject}',
    lead: '{engineer} 承诺在 {nextUpdate}之前通报支持请求 {number} 的进展，但至今尚未发送。',
    next: '请确保立即与客户联系，并告知下次通报的时间。',
  },
  'contact-bounced': {
    subject: '邮件无法送达：{subject}',
    lead: '我们就支持请求 {number} 发给 {recipient} 的邮件被退回，无法送达。',
    attempt: '该邮件是第 {attempt} 次联系，因此不计入联系次数。',
    next: '请通过其他方式（例如电话）联系客户，并更正邮件地址。',
  },
  'file-shared': {
    subject: '新文件：{subject}',
    lead: '{author} 已在支持请求 {number} 中添加文件 {file}。',
    next: '请打开该请求下载文件。如需答复，直接回复本邮件即可。',
  },
  'upload-expiring': {
    subject: '您的上传尚未完成：{subject}',
    lead: '向支持请求 {number} 上传文件 {file} 的操作已开始，但尚未完成。',
    next: '如需继续，请再次上传同一文件，已收到的部分不会重复发送。如在 {keptUntil}之前仍未完成，已收到的部分将被删除。',
  },
  'file-failed': {
    subject: '您的文件未通过校验：{subject}',
    lead: '文件 {file} 已上传到支持请求 {number}，但未能通过校验，因此无法下载，已收到的部分将被删除。',
    next: '请重新上传该文件。如果再次失败，直接回复本邮件即可，我们会查明原因。',
  },
  'file-received': {
    subject: '客户已发来文件：{subject}',
    lead: '{author} 已将文件 {file} 上传到支持请求 {number}，文件完整并已通过校验。',
    leadByTicket:
      '文件 {file} 已通过上传凭证以 {author} 的名义上传到支持请求 {number}，文件完整并已通过校验。',
    next: '请从该请求中下载文件并答复客户，或者告知客户何时可以答复。',
  },
  'upload-expiring-staff': {
    next: '如需继续，请再次上传同一文件，已收到的部分不会重复发送。如在 {keptUntil}之前仍未完成，已收到的部分将被删除。',
  },
  'file-failed-staff': {
    next: '请重新上传该文件。如果再次失败，请告知支持平台的运维人员。',
  },
};
