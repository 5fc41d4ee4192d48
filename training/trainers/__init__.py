"""For those who write and answer for the content: answers in aggregate, the practice sheet. No person is known here."""
