using System.Text;
using System.Threading.Channels;
using Orchestrator.Domain;
using Orchestrator.Protocol;

namespace Orchestrator.Technicians.Face;

/// <summary>
/// The interactive face in a terminal: one page, drawn again when something changes; one key for each action. What an action does runs beside it, so
/// that the keys always answer.
/// </summary>
internal sealed class TerminalFace(ConsoleSession session, string reason, Func<CancellationToken, Task<ConsoleKeyInfo>> readKey, TextWriter output, Func<(int Width, int Height)> size)
{
    private readonly Lock _sync = new();
    private readonly Channel<bool> _dirty = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private FaceState _face = new();

    /// <summary>Runs until the session is over.</summary>
    public async Task RunAsync(FaceState start, CancellationToken cancellationToken)
    {
        _face = start.After(new Notice.Changed(session.View));
        using var watching = session.Watch(notice => Change(face => face.After(notice)));
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        output.Write("\e[?1049h\e[2J");
        try
        {
            Task[] loops = [DrawAsync(end.Token), KeysAsync(end.Token)];
            await Task.WhenAny([.. loops, session.Completion]).ConfigureAwait(false);
            await end.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(loops).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        finally
        {
            output.Write("\e[?1049l");
            output.Flush();
        }
    }

    private async Task DrawAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Draw();
            await _dirty.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private void Draw()
    {
        var (width, height) = size();
        var face = _face with { Screen = session.Screen.State.Layout is { } layout ? $"{layout.Width}x{layout.Height}" : "" };
        var page = new StringBuilder("\e[H");
        var lines = FacePicture.Draw(face, Math.Max(20, width - 1));
        // The last line holds the keys: on a low terminal the middle gives way.
        var room = Math.Max(3, height - 1);
        foreach (var line in lines.Count <= room ? lines : [.. lines.Take(room - 1), lines[^1]])
        {
            page.Append(line).Append("\e[K\r\n");
        }

        output.Write(page.Append("\e[J"));
        output.Flush();
    }

    private async Task KeysAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            switch ((await readKey(cancellationToken).ConfigureAwait(false)).KeyChar)
            {
                case 'v':
                    Begin("the view", token => session.AskAsync(Capability.ViewScreen, 20, reason, null, token), cancellationToken);
                    break;
                case 'c':
                    Begin("control", token => session.AskAsync(Capability.ControlInput, 20, reason, null, token), cancellationToken);
                    break;
                case 'r':
                    session.Release(Capability.ViewScreen);
                    break;
                case 's' when await AnswerAsync("File to send", cancellationToken).ConfigureAwait(false) is { } local:
                    Begin(local, token => session.SendFileAsync(local, null, reason, token), cancellationToken);
                    break;
                case 'f' when await AnswerAsync("File to fetch (empty: the operator chooses)", cancellationToken, orEmpty: true).ConfigureAwait(false) is { } remote:
                    Begin("the file", token => session.FetchFileAsync(remote.Length > 0 ? remote : null, Environment.CurrentDirectory, reason, false, token), cancellationToken);
                    break;
                case 'p' when await AnswerAsync("Text for the instrument's clipboard", cancellationToken).ConfigureAwait(false) is { } text:
                    Begin("the clipboard", token => session.ClipPutAsync(text, reason, token), cancellationToken);
                    break;
                case 'g':
                    Begin("the clipboard", ClipAsync, cancellationToken);
                    break;
                case 't' when await AnswerAsync("Say", cancellationToken).ConfigureAwait(false) is { } said:
                    session.Chat(said);
                    Change(face => face.With($"You: {said}"));
                    break;
                case 'o' when await AnswerAsync("PNG file", cancellationToken).ConfigureAwait(false) is { } path:
                    Begin(path, token => session.ShotAsync(path, token), cancellationToken);
                    break;
                case 'n' when !session.View.State.PinAccepted && await AnswerAsync("PIN", cancellationToken).ConfigureAwait(false) is { } pin:
                    session.PresentPin(new SecretText(pin));
                    break;
                case 'q':
                    Begin("the end", token => session.EndAsync("done", token), cancellationToken);
                    break;
            }
        }
    }

    private async Task ClipAsync(CancellationToken cancellationToken)
    {
        var text = await session.ClipGetAsync(reason, cancellationToken).ConfigureAwait(false);
        Change(face => face.With($"Clipboard: {Words.OneLine(text)}"));
    }

    private async Task<string?> AnswerAsync(string question, CancellationToken cancellationToken, bool orEmpty = false)
    {
        Change(face => face with { Question = question, Answer = "" });
        try
        {
            while (true)
            {
                var key = await readKey(cancellationToken).ConfigureAwait(false);
                switch (key.Key)
                {
                    case ConsoleKey.Enter:
                        return _face.Answer.Length > 0 || orEmpty ? _face.Answer : null;
                    case ConsoleKey.Escape:
                        return null;
                    case ConsoleKey.Backspace:
                        Change(face => face with { Answer = face.Answer.Length > 0 ? face.Answer[..^1] : "" });
                        break;
                    default:
                        Change(face => char.IsControl(key.KeyChar) || face.Answer.Length >= 1000 ? face : face with { Answer = face.Answer + key.KeyChar });
                        break;
                }
            }
        }
        finally
        {
            Change(face => face with { Question = null, Answer = "" });
        }
    }

    private void Begin(string what, Func<CancellationToken, Task> action, CancellationToken cancellationToken) => _ = RunAsync(what, action, cancellationToken);

    private async Task RunAsync(string what, Func<CancellationToken, Task> action, CancellationToken cancellationToken)
    {
        try
        {
            await action(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is ConsoleException or TimeoutException)
        {
            Change(face => face.With($"{what}: {e.Message}"));
        }
        catch (OperationCanceledException)
        {
            // The face closes.
        }
    }

    private void Change(Func<FaceState, FaceState> change)
    {
        lock (_sync)
        {
            _face = change(_face);
        }

        _dirty.Writer.TryWrite(true);
    }
}
