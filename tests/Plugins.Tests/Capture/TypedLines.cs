using System.Text;
using Orchestrator.Abstractions;
using Orchestrator.TestSupport;

namespace Orchestrator.Plugins.Tests.Capture;

/// <summary>A terminal on the display, in which every line that is typed lands in a file and comes back here through a named pipe.</summary>
internal sealed class TypedLines : IAsyncDisposable
{
    private const uint Return = 0xFF0D;
    private const uint ControlLeft = 0xFFE3;
    private const uint UnicodeBase = 0x01000000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly DirectoryInfo folder;
    private readonly StreamReader lines;

    private TypedLines(DirectoryInfo folder, StreamReader lines)
    {
        this.folder = folder;
        this.lines = lines;
    }

    /// <summary>Opens a terminal over the whole display's upper left, with the pointer in it.</summary>
    public static async Task<TypedLines> OpenAsync(X11Subject subject, IInputInjector input)
    {
        RealComponent.Require("xterm", "xdotool", "mkfifo", "tee");
        var folder = Directory.CreateTempSubdirectory("orchestrator-typed-");
        var pipe = Path.Combine(folder.FullName, "pipe");
        await ExternalProcess.RunAsync("mkfifo", [pipe]);
        subject.Server.Start("xterm", "-u8", "-geometry", "100x30+0+0", "-e", "sh", "-c", $"tee '{folder.FullName}/typed' > '{pipe}'");
        await subject.Server.FindWindowAsync("class", "xterm");
        input.Inject(InputEvent.Pointer(100, 100, 0));
        input.Settle();

        // Opening a named pipe waits for its writer: the terminal's program runs once this returns.
        var stream = await Task.Run(() => File.OpenRead(pipe)).WaitAsync(Patience);
        return new TypedLines(folder, new StreamReader(stream, Encoding.UTF8));
    }

    /// <summary>Presses and releases one key for each character, as viewers do that send characters and no Shift; then Enter.</summary>
    public static void Type(IInputInjector input, string text)
    {
        foreach (var rune in text.EnumerateRunes())
            Tap(input, KeysymOf(rune));
        Tap(input, Return);
    }

    /// <summary>Presses and releases one key.</summary>
    public static void Tap(IInputInjector input, uint keysym)
    {
        Assert.Equal(InjectResult.Injected, input.Inject(InputEvent.Key(keysym, true)));
        Assert.Equal(InjectResult.Injected, input.Inject(InputEvent.Key(keysym, false)));
    }

    /// <summary>The next line that arrived.</summary>
    public async Task<string?> ReadLineAsync() => await lines.ReadLineAsync().WaitAsync(Patience);

    /// <summary>Types the end of file and waits until the terminal's program ended; returns the file.</summary>
    public async Task<string> EndAsync(IInputInjector input)
    {
        input.Inject(InputEvent.Key(ControlLeft, true));
        Tap(input, 'd');
        input.Inject(InputEvent.Key(ControlLeft, false));
        Assert.Null(await ReadLineAsync());
        return await File.ReadAllTextAsync(Path.Combine(folder.FullName, "typed"));
    }

    public ValueTask DisposeAsync()
    {
        lines.Dispose();
        folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    private static uint KeysymOf(Rune rune) => rune.Value <= 0xFF ? (uint)rune.Value : UnicodeBase + (uint)rune.Value;
}
