import { ColorInput, PasswordInput, Select, Switch, Textarea, TextInput } from '@mantine/core'
import type { GetInputPropsReturnType } from '@mantine/form'
import { useTranslation } from 'react-i18next'
import type { AccountKindView } from '../../api/contract'

interface SettingsFieldsProps {
  fields: AccountKindView['fields']
  /** Names of secrets that are there already: an empty field keeps them. */
  secretsSet: readonly string[]
  inputProps: (name: string) => GetInputPropsReturnType
}

/** The fields a kind of account asks for, drawn from its own description. */
export function SettingsFields({ fields, secretsSet, inputProps }: SettingsFieldsProps) {
  const { t } = useTranslation()
  return fields.map(({ name, type, label, hint, choices, required }) => {
    const props = { label, description: hint || undefined, ...inputProps(name) }
    switch (type) {
      case 'secret': {
        const isSet = secretsSet.includes(name)
        return (
          <PasswordInput
            key={name}
            autoComplete="off"
            withAsterisk={required && !isSet}
            placeholder={isSet ? t('channelRoom.secretKept') : undefined}
            {...props}
          />
        )
      }
      case 'choice':
        return <Select key={name} allowDeselect={false} data={choices} {...props} />
      case 'flag':
        return <Switch key={name} {...props} defaultChecked={undefined} checked={props.value === true} />
      case 'colour':
        return <ColorInput key={name} format="hex" {...props} />
      case 'lines':
        return <Textarea key={name} autosize minRows={2} maxLength={4000} {...props} />
      default:
        return <TextInput key={name} withAsterisk={required} maxLength={4000} {...props} />
    }
  })
}
