// Opens the microphone as the interview needs it, and says in words what the browser gave.

// Noise suppression and gain control would spoil what is measured: level, clipping, fillers.
export function wanted(headphones, deviceId = "") {
  return {
    audio: {
      echoCancellation: !headphones,
      noiseSuppression: false,
      autoGainControl: false,
      ...(deviceId ? { deviceId: { exact: deviceId } } : {}),
    },
  };
}

export async function openMicrophone(headphones, deviceId = "") {
  if (!navigator.mediaDevices?.getUserMedia) throw named("This browser gives no microphone to this page.");
  try {
    return await navigator.mediaDevices.getUserMedia(wanted(headphones, deviceId));
  } catch (error) {
    throw named(why(error), error.name);
  }
}

function named(text, name = "") {
  const error = new Error(text);
  error.why = name;
  return error;
}

function why(error) {
  if (error.name === "NotAllowedError")
    return "The microphone is not permitted for this page. Permit it with the sign beside the address, or in the browser's settings, then try again.";
  if (error.name === "NotFoundError" || error.name === "OverconstrainedError")
    return "There is no such microphone. Plug one in and try again.";
  if (error.name === "NotReadableError")
    return "The microphone cannot be opened: another program may be using it.";
  return `The microphone cannot be opened (${error.name}).`;
}

export function given(stream, context) {
  const track = stream.getAudioTracks()[0];
  const settings = track.getSettings?.() ?? {};
  return {
    label: track.label || "a microphone without a name",
    rate: context?.sampleRate ?? settings.sampleRate ?? 0,
    echo: settings.echoCancellation === true,
    noise: settings.noiseSuppression,
    gain: settings.autoGainControl,
  };
}

export function inWords({ label, rate, echo, noise, gain }) {
  const parts = [label, `${(rate / 1000).toLocaleString("en")} kHz`, `echo cancellation ${echo ? "on" : "off"}`];
  if (noise !== undefined) parts.push(`noise suppression ${noise ? "on" : "off"}`);
  if (gain !== undefined) parts.push(`gain control ${gain ? "on" : "off"}`);
  return parts.join(", ");
}

export function stop(stream) {
  for (const track of stream?.getTracks() ?? []) track.stop();
}
