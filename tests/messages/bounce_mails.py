"""Reports of mail servers, shortened, with invented names."""

ID = "0f8b7c1d2e3a4b5c6d7e8f9001122334"
MAIL_ID = f"{ID}@dichtbij.example"

POSTFIX = f"""\
Return-Path: <>
Date: Tue, 24 Nov 2026 10:31:02 +0100 (CET)
From: MAILER-DAEMON@mail.example (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
To: no-reply@dichtbij.example
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
\tboundary="4D2F3.1732440662/mail.example"
Message-Id: <20261124093102.ABCDE@mail.example>

This is a MIME-encapsulated message.

--4D2F3.1732440662/mail.example
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

<mevrouw@voorbeeld.nl>: host mx.voorbeeld.nl said: 550 5.1.1 User unknown

--4D2F3.1732440662/mail.example
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example
Original-Envelope-Id: {ID}
X-Postfix-Queue-ID: 4D2F3
Arrival-Date: Tue, 24 Nov 2026 10:31:01 +0100 (CET)

Final-Recipient: rfc822; mevrouw@voorbeeld.nl
Action: failed
Status: 5.1.1
Remote-MTA: dns; mx.voorbeeld.nl
Diagnostic-Code: smtp; 550 5.1.1 User unknown

--4D2F3.1732440662/mail.example
Content-Description: Undelivered Message Headers
Content-Type: text/rfc822-headers

From: Dichtbij <no-reply@dichtbij.example>
To: mevrouw@voorbeeld.nl
Subject: Uw vraag
Message-ID: <{MAIL_ID}>

--4D2F3.1732440662/mail.example--
"""

POSTFIX_LATE = POSTFIX.replace("Action: failed", "Action: delayed").replace("Status: 5.1.1", "Status: 4.4.1")

EXIM_HEADERS = f"""\
X-Failed-Recipients: mevrouw@voorbeeld.nl
Auto-Submitted: auto-replied
From: Mail Delivery System <Mailer-Daemon@mail.example>
To: no-reply@dichtbij.example
References: <{MAIL_ID}>
Content-Type: multipart/report; report-type=delivery-status; boundary=1732440662-eximdsn-1
MIME-Version: 1.0
Subject: Mail delivery failed: returning message to sender
Message-Id: <E1tFabc-0001@mail.example>

--1732440662-eximdsn-1
Content-type: text/plain; charset=us-ascii

A message that you sent could not be delivered.

--1732440662-eximdsn-1
Content-type: message/delivery-status

Reporting-MTA: dns; mail.example

Action: failed
Final-Recipient: rfc822;mevrouw@voorbeeld.nl
Status: 5.0.0

--1732440662-eximdsn-1
Content-type: message/rfc822

Return-path: <no-reply@dichtbij.example>
From: Dichtbij <no-reply@dichtbij.example>
To: mevrouw@voorbeeld.nl
Message-ID: <{MAIL_ID}>
Content-Type: text/plain; charset="utf-8"

Dag.

--1732440662-eximdsn-1--
"""

VACATION = f"""\
From: mevrouw@voorbeeld.nl
To: no-reply@dichtbij.example
Subject: Ik ben er niet
In-Reply-To: <{MAIL_ID}>
Auto-Submitted: auto-replied
Content-Type: text/plain

Tot maandag.
"""
