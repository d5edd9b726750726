import { Alert, Button, Paper, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { signIn } from '../api/session'
import { Wordmark } from '../app/wordmark'
import { errorText } from '../format/error-text'
import { GuestChoices } from './guest-choices'
import classes from './sign-in-page.module.css'

/** Only a typing slip is caught here; the server knows the rest. */
const looksLikeEmail = (value: string) => /^[^\s@]+@[^\s@]+$/.test(value.trim())

/** `ended`: the session was there and is over, so the person comes back to the same page. */
export function SignInPage({ ended = false }: { ended?: boolean }) {
  const { t } = useTranslation()
  const [refusal, setRefusal] = useState('')
  const [busy, setBusy] = useState(false)
  const form = useForm({
    initialValues: { email: '', password: '' },
    validate: {
      email: (value) => (looksLikeEmail(value) ? null : t('signIn.badEmail')),
      password: (value) => (value ? null : t('signIn.needPassword')),
    },
  })
  const submit = form.onSubmit(async (values) => {
    setBusy(true)
    setRefusal('')
    try {
      await signIn({ email: values.email.trim(), password: values.password })
    } catch (error) {
      setRefusal(errorText(error))
      setBusy(false)
    }
  })
  return (
    <main className={classes.page}>
      <div className={classes.side}>
        <div className={classes.head}>
          <Wordmark large />
          <Text c="dimmed">{t('signIn.lead')}</Text>
        </div>
        <Paper
          className={classes.sheet}
          component="form"
          onSubmit={submit}
          noValidate
          aria-label={t('signIn.title')}
        >
          <Stack gap="md">
            <Title order={1} fz="xl">
              {t('signIn.title')}
            </Title>
            {ended && !refusal ? <Alert color="pine">{t('signIn.ended')}</Alert> : null}
            {refusal ? (
              <Alert color="ember" role="alert">
                {refusal}
              </Alert>
            ) : null}
            <TextInput
              label={t('signIn.email')}
              type="email"
              autoComplete="username"
              autoFocus
              size="md"
              {...form.getInputProps('email')}
            />
            <PasswordInput
              label={t('signIn.password')}
              autoComplete="current-password"
              size="md"
              {...form.getInputProps('password')}
            />
            <Button type="submit" size="md" loading={busy} fullWidth mt="xs">
              {t('signIn.submit')}
            </Button>
            <Text fz="xs" c="dimmed">
              {t('signIn.forgot')}
            </Text>
          </Stack>
        </Paper>
        <GuestChoices />
      </div>
    </main>
  )
}
