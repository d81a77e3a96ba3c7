// The console's own page around noVNC: the screen at its own size, the password from the fragment, which no server sees.
import RFB from './novnc/core/rfb.js';

const state = document.getElementById('state');
const screen = document.getElementById('screen');
const folder = location.pathname.slice(0, location.pathname.lastIndexOf('/') + 1);

function show(name, text) {
  state.dataset.state = name;
  state.textContent = text;
}

const rfb = new RFB(screen, `ws://${location.host}${folder}rfb`, { credentials: { password: location.hash.slice(1) } });
rfb.scaleViewport = false;
rfb.resizeSession = false;
rfb.addEventListener('connect', () => show('connected', ''));
rfb.addEventListener('desktopname', e => { document.title = e.detail.name; });
rfb.addEventListener('securityfailure', () => show('refused', 'The password was refused. Open the address that the console printed.'));
rfb.addEventListener('disconnect', () => {
  if (state.dataset.state !== 'refused') {
    show('ended', 'The console ended this view. The picture is the last that was seen.');
  }
});

// noVNC centres its canvas in what it is given: give it exactly the canvas's size.
new MutationObserver(() => {
  const canvas = screen.querySelector('canvas');
  if (canvas && canvas.width > 0) {
    screen.style.width = `${canvas.width}px`;
    screen.style.height = `${canvas.height}px`;
  }
}).observe(screen, { subtree: true, childList: true, attributes: true, attributeFilter: ['width', 'height'] });
