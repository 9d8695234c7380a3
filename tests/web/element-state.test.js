/** The element's state as one string: text, settings and trained network, there and back. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deflated, inflated } from '../../web/state/compress.js';
import { openModel, restoreState, stateOf } from '../../web/state/element-state.js';
import { startedStore, until } from './store-helpers.js';

/**
 * Written by version 0.1 of the page, when a state had a form of its own: an LSTM of 3 units on two lines after 7 epochs, with Adam
 * at 0.02 and a temperature of 0.7.
 */
const EARLIER_STATE =
  'rnn1.vVYNeBNVug7YH0Tkt0Cr_HkosOC05meSTNJk2qfCSuVSqkXAMmyYJifJlMlMmExaSoEL2C0UqRYEpNAiW6GgF5GtUNokMwVRASmCYLvs4gLSXZQfl1W56roge88kKa1UXN3nuXmePjnn-855z_f3vmlbjEpVAlxMIeSAuQTYIcsCM2B9ogdggLaLTCEtMjwHzECkOTfAgJtxOCCXyyyEwKzDAEsXQ8EHzBoM5DO0D5idNOuDGGA4RmRollkYvc4yPpHhXAADvFdkPMxCKAAzoB00eoiFtMAxnOtpWoTArE5VazFgZxlvNi94gFmNAZ_dDR1-FgIzsPOcT6Q5EWBAgA6_PYLv8yOgfFq0u8PBaTAgCn7OHobEACykWT8twkmFUCgGZj0GRLhABGbghizLU1wRL7AOgAEvbQ9fEKHHCwVa9AtKTMbFGPBBESXh-_8qlZMXXFDMVE6jKkDoUO57BWhnfOHTTpanRZ323y-sh_dATvSjwqaaMOCAdrpYWZswkA9FWhNxoLU27DBhAHp9DIse1MAUAgNFkHG5xYnRu2rNv9WwIlrw-L25IvSGExJ5kWYjW41are62TRELw3O5tMfLhpvzs1rv4QsZzjWT4Rx80Z26-9x-pxPBdexpwRHuDy0wotsDRcYOzAAuoO0o-O7Hxc8xyGp30wJtF1GDMQA5xzRnLuREyKFZAh5amIfmAbKOaX4xXB9RgLQnXIV86GI41CVgBkBx0SJ0FaPMwgnfPYuodN4pkRp6c8JDBWnPTMYhuoEZR53nXGhpUHcaabR4Jhww9PJ2NKS0X-S9LOpipAws7_Pl2mmldSzDQVpAc0RzLj_tQjZ0AUXkhp5OWy_NQdYHzLOBAoYBDopFvJI2AgTKzDoYpWVoVyQwkRlnoc8XtvlE6FW-aBH6IqVVziqzhlYe6OEFhG53QzvCdrJ8ERIClOCcxVHKAfPsOYs_66VSPiXAZvNAkXbQIm2zIeY6ecFDoxoIHJeCwnUJvJ9zKPgiDcygZDHozHVQQnXiNwXMlMJwCmDUnamjUA-oMIGoMIPCOy0V5RCl8J6KVppSJESBQyKiwEU5pNxRY1SYnREEjIqykFJoqCaQpTNfKEQYqpNsdODc0SIKiRH1A9UJRxHWHSWQsFhFkuqsIlRERqgOHenItkN_FDSkQApUh1gp5ohcKZ4OEisenz98PiodijEqHmEPhI5ISBHydirmHS2homJCdcgAihGjOutP1HJHx8KZaVDvRYFmIoQsocJUoYDZ2Kncjk4vOxnBJ-bC-X5E9whuRy06IsKVBMKHfLkQch1GEXqja5GfB7mo16gEqKhWJpIIBI2iK4RCRPs1aMfb6Xw_SwvFYfEDBFgc1hob7xdTwzqg_GI5xGIvOpBlwIEid2g3Wz0HAwo3eKfTB0XEYTWmDpPJJyK6dbr66y5XtZihu8smA7ot0JyD96QqbO4M8UwXCPxuAJMB02gJBBFtQypL-0SbAO284IAOmyIoPxrU3YAaLYFpdIauiD9VFm03ODoDptFru-CgiISfVVyNXhtF8XsditT9aC56TNc9gNaoAHR0meG8frFrNsq_BPeIQ2u8G0akkXD8YpyOoU9VKJEaJpfN7bax6i5JdsHUaLvLEsHiGsM9YJmfhCXuhsU1BoxQq-8By6Nf6B8DJboLlVCrMcL0g1B90M5zjv-oBARighpX3wv4FxUBgWIaXIvfC_nn1wEhotFWd2HIT42mpnuOqDGN3tAV6Sens3sogxrTGMIt_0-6gTAwjRHHOwH9suobcRzTRiTuFxcbAWBaLerh4lHoo_rBx-l0Nkx5UZUR3n17uyRh9xOfLFyX3vVUQsSfnHG8peWj2GE_fv7Y8vu2T2tvuDw9439Z3bnTzy5Zvibw8dNtjdXWo4HG64kLovdjI-dju7zz93SdTudLekGVEbN69HM9rp6L4qJ3WzLXqjIW1m_JnjWrLWLvj-zs8IWqjKnvunXMquj5UchefXmWKiP3kZcPv629ELFjGQCAte0DVRnD9q177IWBf0m_POuoKbt8TWDkuNbA3zc2E4N-VxXQvt0YWFM7PXiRJ4JtR74NVJd83tSy_XzT4YpXm7KyFzXd2H0qsPKrfYFzPZMD4yf1M619rbFxn31tkFswNHTjTXtwqT8hmPfI7NCU5Q2hcTsrQrbiVUF6SGGg4r2Q6aOt_xPIX30zUHUux7zi5ZoArz0YENa7gnu2O4Ip4n8Fb8T3ClFP_qNxftX64OreT4fE2evMydT5prL5LwVRBk23LxF1sMr81oSDwSuxK4KVC0YGx73zZnDpiC1NyF-5pCxQys0P7bHtDm69us5ELYHBTWOyQsN7jwhFq8wdXWMa1CwEZ9rWB9D-62ebm46cfsMU9Wv_29N05NgjwcJTlxR_e0N58LsLzcGo_1KjaH5owrVg7fyRaYqhcnCwLxtU1voNSdIrD8xNG80Ntn426V3peuJ4y9XGx4KP765U3v-wmraA5MlSnz3XpD5nH5MSrf8MPZWVKG1KNUjID4f1sxaW50mf2j3Sqy9tsKh_z0gxc2gJr_m1Ffl3MCBUpmreP8mBhbZV5YTwtmDailXZ5o30U0p8j79Qb8rZ8aVppe1AU_nFxsC8rDlBbkVcqOHYacU_qLQt8OKoIaGCx94Ipe3fm1b67aPBU_unhW5VVSv-a28tsFA5X1s8tjOWi4aToYKVf7Ecpy5bttRmh6rW95HefOBDKcYWZ_043hwsmDM39P6TKywlWA_rhbqLlh71h0Nv06-FKtuzLTEljZatR_cGC276QhtePRqya9pCrscHWGesd2jfx5N1RVOf0yU8ma6bPlitK4kRdFM4H_7x7Wp8iOtPuqqi-7QDNtyvvU0LmjFrN2rPrHtdl9s6Xfe32vHave1ONXaiXGumKvXG-GxDYDMwLKlx62e3bjAIlZONF5NOGEpLV-v77JPwvi1ntdULJuuuJe_VTTyu1mXUjdQdSHtZ1573PH4w4QY-8a9z8e0fZBvwNJO2flKCoeLKSsMe3IxPi9mkHShP1KN6qP9k0p4TD-O3-r-s7117Sl852YmfOfW8_qJlrw75TScO6JLUo41vGZfo7d9txwt23sR7Td1vSPyywBCdl5nNY3XW2a_jB449oWBSyYO1MzZXaqL-NfMY3eOUgJ8uKMPR3mxJ0Qf21-mj_tJBdl2a76J-xqNfKv4bMyk8g31F8fcXy4gHvq8xDP18nCluSJFpVpXFGOseq3-CzDAi_4CcCcYydU9T_dhEc_5no02h5IeJa0PnEq8E6wjkLztYReBr403Pqy4Tw8-VEYfev00sL75OfNe_RfHHrlpn-NUXE9WZLfWGmq3NhimN3-onnGnT-Ta_p8SSmfgAnnJygO7Zvx3Sf1y81MCcO48X08mGanhWiW_micn4ohMlhorvxxgPnF2jLzWvxpufecdwYRmr-HcNTTPGHm001nyyxGgsayHeC75jtGzaZMzSP0WcyCggLk8oNE3tN4X4dOctPSQHGuPnPGV0D_7A-KuHVhkXpTcaUw_dT8T9jjCOSWowJiTcNrTeMBC9nJuN4_-RQjS8zSs59FCpVD0jf_f9Xz1jIt-xEVtcN2fiuzmDbF-MPi7lbZxAPnrqEunYtFOavHKb_HDPrfLAHkbrN-9nSUtPZqSfm_EcmZj3ktw_qVlij90vV8SWS00Vr8nr-w1JlykNeaFqF1k3dhw5-urOkAZuIoezF8i65SPIqbuXSU0n1OlTUurkWyeGybn9E6QZQ1ZJH8zF5fVZO0jz-Do5fstvyJnznpQ_bVkjH5-1V8r75z4y6WQGaVmcQ9Z_byAfTHSHXP4aecC46xLef5dkef2MNTP3PnlA1hVyUcafSYvmJlm9p5rsYc6TdI4KkiR3yFWmp8n81qB067ft8kbiYTKVs5D8F2Vk6MU_SjB_lTTsmCy3ZGWRpUNryT-c0ZP8tioyvjauuS5uFYntyJF2bd9szZ6_x_pMynR5Q5xR1hf9kZQutVoz360PTdmzQebwXXLBMI5kvz4pFeT0lmst_cglpjTZNbm_Je3BXuljaIe8YNReuebDelL37DfWh37_PPnGsuvkqyNN8vEVG6R1-e8E21ws-dv4N8mF5SvJ61_UkkO-OmptOLKDXMYMkj-_qUofm_ciOfz0cuuWm5PJuLKvyW2mP8hLr-y3Oi0Pk-VnV8hEeY20Yvlhct-p1-TV72aQcXjv9Fau3ZJpg_LQj-ZZq8Z9Ig8qP0C2T4whRx46TfaatCxU4vg80LfPbeuVq78h-xwaQU4av0j-_qvt5IjPzpNfVrSRhydBcuGDSc21a1fL20bNlQ_0bSWvH4hvXrk3s7n5oauhLONuclkSmb5tG9H8aMoaUh-vSn9w1B7JNv2IvLNOJPUNo9Nfz0uT-x1slcbVGi0bA3ny9CFfkd_cX0mentMzvbTveflf';
/** What that version printed of the same network, 3 epochs later. */
const EARLIER_LOSS = 9.624980688095093;

const SETTINGS = { text: 'hello\nworld', cell: 'gru', hiddenSize: 5, optimizer: 'adam', learningRate: 0.02 };

/** @param {Awaited<ReturnType<typeof startedStore>>} store @param {number} count */
async function losses(store, count) {
  const all = [];
  for (let i = 0; i < count; i++) all.push((await store.call('step')).loss);
  return all;
}

test('a state brings back text, settings, controls that are not shown, curves, and the training to the last bit', async (t) => {
  const store = await startedStore(t, { ...SETTINGS, language: 'zh' });
  store.hidden.add('seed');
  await losses(store, 9);
  await until(store, ({ status }) => status?.step === 9);
  const state = await stateOf(store);
  const other = await startedStore(t, { text: 'other', topK: 3 });
  other.hidden.add('cell');
  await restoreState(other, state);
  const shown = (/** @type {typeof store} */ { given, settings, hidden, status, history, updateHistory, data }) => ({
    ...{ given, settings, hidden: [...hidden], step: status?.step, text: data?.text },
    ...{ history: history.all(), updates: updateHistory.all() },
  });
  assert.deepEqual(shown(other), shown(store));
  assert.deepEqual(await losses(other, 30), await losses(store, 30));
});

test('a text that cannot be trained on comes back as it was typed', async (t) => {
  const store = await startedStore(t, SETTINGS);
  store.setText(' ');
  await store.settled();
  const state = await stateOf(store);
  const other = await startedStore(t, { text: 'other' });
  await restoreState(other, state);
  assert.deepEqual([other.text, other.draft.valid, other.given], [' ', false, store.given]);
  assert.equal(other.data?.text, 'hello\nworld');

  const empty = await startedStore(t, { ...SETTINGS, text: '' });
  const third = await startedStore(t);
  await restoreState(third, await stateOf(empty));
  assert.deepEqual([third.text, third.given], ['', empty.given]);
});

test('a state that an earlier version wrote is opened, and its training goes on', async (t) => {
  const store = await startedStore(t, { text: 'other', language: 'zh' });
  await restoreState(store, EARLIER_STATE);
  const { text, cell, hiddenSize, temperature } = store.settings;
  assert.deepEqual([text, cell, hiddenSize, temperature], ['hello\nworld', 'lstm', 3, 0.7]);
  assert.equal(store.status?.step, 14, 'two sentences, one after the other, 7 times');
  assert.equal((await store.call('step', { unit: 'epoch', count: 3 })).loss, EARLIER_LOSS);
});

test('what is no state is refused, and nothing changes', async (t) => {
  const store = await startedStore(t, SETTINGS);
  await losses(store, 3);
  const state = await stateOf(store);
  const { given, modelVersion } = store;
  for (const wrong of ['', 'rnn2.', 'rnn2.AAAA', 'rnn1.AAAA', state.slice(0, -9), 'rnn9.AAAA', 'rnn2.%%'])
    await assert.rejects(restoreState(store, wrong), /no state of a playground, or it is damaged/, wrong);
  assert.deepEqual([store.given, store.modelVersion], [given, modelVersion]);
});

test('a state whose network is damaged is refused, and training goes on', async (t) => {
  const store = await startedStore(t, SETTINGS);
  const state = await stateOf(store);
  const bytes = await inflated(state.slice('rnn2.'.length), 1e6);
  // The file of the network is last.
  const damaged = `rnn2.${await deflated(bytes.slice(0, -100))}`;
  store.train();
  await until(store, ({ status }) => (status?.step ?? 0) > 0);
  const { modelVersion } = store;
  await assert.rejects(restoreState(store, damaged), /no state of a playground, or it is damaged/);
  assert.deepEqual([store.training, store.modelVersion], [true, modelVersion]);
});

test('a model’s file with its text brings text and settings; one without is of the text there is', async (t) => {
  const store = await startedStore(t, SETTINGS);
  await losses(store, 4);
  const [whole, bare] = [await store.save(), await store.call('save')];
  const next = await losses(store, 5);
  const other = await startedStore(t, { text: 'other' });
  await openModel(other, whole);
  assert.equal(other.text, 'hello\nworld');
  assert.deepEqual(await losses(other, 5), next);

  await openModel(other, bare);
  assert.equal(other.status?.step, 4);
  assert.deepEqual(await losses(other, 5), next);
  other.setText('quite another');
  await other.settled();
  await losses(other, 3);
  const { modelVersion } = other;
  await assert.rejects(openModel(other, bare), /another text, or with other settings/);
  assert.deepEqual([other.modelVersion, (await other.call('status')).step], [modelVersion, 3], 'it stays as it is');
  await assert.rejects(openModel(other, new Uint8Array(5)), { code: 'badFile' });
  assert.equal(other.text, 'quite another');
});

test('after a file without its text was opened, the controls show what the network is trained with', async (t) => {
  const store = await startedStore(t, { ...SETTINGS, learningRate: 0.01 });
  await losses(store, 2);
  const bare = await store.call('save');
  const other = await startedStore(t, { ...SETTINGS, learningRate: 0.5 });
  await openModel(other, bare);
  assert.deepEqual([other.settings.learningRate, other.status?.step], [0.01, 2]);
  assert.equal((await other.call('info')).settings.learningRate, 0.01);
});
