/** What `play` in the setting `panels` stands for: the header, the control bar, the text and the settings, loaded together. */
import { ControlBar } from '../panels/control-bar/control-bar.js';
import { SettingsForm } from '../panels/settings/settings-form.js';
import { TextPanel } from '../panels/text/text-panel.js';
import { PageHeader } from './page-header.js';
import { SkipLinks } from './skip-links.js';

export const playParts = {
  'rnn-skip-links': SkipLinks,
  'rnn-page-header': PageHeader,
  'rnn-control-bar': ControlBar,
  'rnn-text-panel': TextPanel,
  'rnn-settings-form': SettingsForm,
};
