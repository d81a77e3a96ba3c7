using Orchestrator.Abstractions;
using Orchestrator.Rfb;
using Orchestrator.Technicians.Pumps;

namespace Orchestrator.Technicians;

/// <content>Screen, pointer and keys.</content>
public sealed partial class ConsoleSession
{
    private const int LeftButton = 1;
    private static readonly TimeSpan FirstPicture = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ComesBack = TimeSpan.FromSeconds(3);

    /// <summary>Clicks with the left button. Waits while input is held.</summary>
    public async Task ClickAsync(int x, int y, CancellationToken cancellationToken = default)
    {
        _baseline.Mark();
        foreach (var buttons in (int[])[0, LeftButton, 0])
        {
            await SendAsync(sender => sender.SendPointerAsync(x, y, buttons, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Sends the pointer's place and all buttons that are held.</summary>
    public Task PointAsync(int x, int y, int buttons, CancellationToken cancellationToken = default)
    {
        _baseline.Mark();
        return SendAsync(sender => sender.SendPointerAsync(x, y, buttons, cancellationToken), cancellationToken);
    }

    /// <summary>Types text, key by key.</summary>
    public async Task TypeAsync(string text, CancellationToken cancellationToken = default)
    {
        _baseline.Mark();
        foreach (var keysym in Keysyms.OfText(text))
        {
            await PressAsync([keysym], cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Presses a key, with modifiers before it: <c>Return</c>, <c>F5</c>, <c>ctrl+shift+s</c>.</summary>
    /// <exception cref="ConsoleException">No such key, or control isn't open.</exception>
    public Task KeyAsync(string name, CancellationToken cancellationToken = default)
    {
        _baseline.Mark();
        return Keysyms.TryParse(name, out var keysyms)
            ? PressAsync(keysyms, cancellationToken)
            : throw new ConsoleException("NO_SUCH_KEY", ExitCode.Usage, $"There is no key '{name}'. Write for example Return, Escape, F5, ctrl+c.");
    }

    /// <summary>Writes the screen as PNG; replaces what is there.</summary>
    public async Task ShotAsync(string path, CancellationToken cancellationToken = default)
    {
        await PictureAsync(cancellationToken).ConfigureAwait(false);
        await SeenAsync(cancellationToken).ConfigureAwait(false);
        var picture = Screen.TakePicture() ?? throw NotOpen("The view");
        try
        {
            using var memory = new MemoryStream();
            PngWriter.Write(memory, picture);
            await File.WriteAllBytesAsync(path, memory.ToArray(), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConsoleException("FILE_UNWRITABLE", ExitCode.StepFailed, $"{path} can't be written: {e.Message}", e);
        }
    }

    /// <summary>Waits until nothing changed for a while.</summary>
    public Task WaitForStillAsync(TimeSpan still, TimeSpan limit, CancellationToken cancellationToken = default) =>
        WaitAsync("The screen didn't stay still", limit, token => UntilStillAsync(still, token), cancellationToken);

    /// <summary>Waits until a pixel of an area differs from what it was before the last click, key or text; without one since the last wait, from what it is now.</summary>
    public Task WaitForChangeAsync(PixelRect area, TimeSpan limit, CancellationToken cancellationToken = default) =>
        WaitAsync("Nothing changed there", limit, token => _baseline.UntilChangedAsync(area, token), cancellationToken);

    /// <summary>Waits until a pixel has a colour, 0x00RRGGBB.</summary>
    public Task WaitForPixelAsync(int x, int y, uint colour, TimeSpan limit, CancellationToken cancellationToken = default) =>
        WaitAsync("The pixel didn't take that colour", limit, token => Screen.UntilPixelAsync(x, y, colour, token), cancellationToken);

    /// <summary>Waits for the first picture of the view.</summary>
    public Task PictureAsync(CancellationToken cancellationToken = default) =>
        WaitAsync("No picture came", FirstPicture, Screen.UntilPictureAsync, cancellationToken);

    /// <summary>A screen that can't be seen isn't still.</summary>
    private async Task UntilStillAsync(TimeSpan still, CancellationToken cancellationToken)
    {
        do
        {
            await Screen.UntilAvailableAsync(cancellationToken).ConfigureAwait(false);
            await Screen.UntilStillAsync(still, _time, cancellationToken).ConfigureAwait(false);
        }
        while (Screen.State.Status != ScreenStatus.Available);
    }

    /// <summary>Nothing is done to a screen that can't be seen; it has a moment to come back.</summary>
    private async Task SeenAsync(CancellationToken cancellationToken)
    {
        if (Screen.State.Status != ScreenStatus.Available)
        {
            await WaitAsync("The screen didn't come back", ComesBack, Screen.UntilAvailableAsync, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task PressAsync(IReadOnlyList<uint> keysyms, CancellationToken cancellationToken)
    {
        foreach (var keysym in keysyms)
        {
            await SendAsync(sender => sender.SendKeyAsync(keysym, true, 0, cancellationToken), cancellationToken).ConfigureAwait(false);
        }

        foreach (var keysym in keysyms.Reverse())
        {
            await SendAsync(sender => sender.SendKeyAsync(keysym, false, 0, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task SendAsync(Func<InputSender, ValueTask<bool>> send, CancellationToken cancellationToken)
    {
        await SeenAsync(cancellationToken).ConfigureAwait(false);
        if (_pumps.Control is not { } control || !await control.SendAsync(send, cancellationToken).ConfigureAwait(false))
        {
            throw NotOpen("Control");
        }
    }

    private async Task WaitAsync(string what, TimeSpan limit, Func<CancellationToken, Task> wait, CancellationToken cancellationToken)
    {
        if (_pumps.View is null)
        {
            throw NotOpen("The view");
        }

        using var late = new CancellationTokenSource(limit, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        var waiting = wait(either.Token);
        if (await Task.WhenAny(waiting, Completion).ConfigureAwait(false) != waiting)
        {
            await either.CancelAsync().ConfigureAwait(false);
            throw SessionEnds.AsException(await Completion.ConfigureAwait(false));
        }

        try
        {
            await waiting.ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (late.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw Screen.State.Status is not ScreenStatus.Available and var status
                ? new ConsoleException(ScreenWords.Code, ExitCode.StepFailed, ScreenWords.Of(status), e)
                : new ConsoleException("WAITED_TOO_LONG", ExitCode.StepFailed, $"{what} within {limit.TotalSeconds:0.#} s.", e);
        }
    }
}
