using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Orchestrator.TestSupport;

namespace Orchestrator.EndToEnd.RealScreen;

/// <summary>openbox with xterm and xcalc. What is written here appears in the xterm; windows move on demand.</summary>
internal sealed class Desktop : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly XServer _display;
    private readonly DirectoryInfo _folder;
    private readonly StreamWriter _terminal;
    private readonly string[] _windows;
    private readonly (int X, int Y)[] _places = [(20, 30), (480, 300)];

    private Desktop(XServer display, DirectoryInfo folder, StreamWriter terminal, string[] windows) =>
        (_display, _folder, _terminal, _windows) = (display, folder, terminal, windows);

    public static async Task<Desktop> StartAsync(XServer display)
    {
        var folder = Directory.CreateTempSubdirectory("orchestrator-desktop-");
        var pipe = Path.Combine(folder.FullName, "pipe");
        await ExternalProcess.RunAsync("mkfifo", [pipe]);
        display.Start("openbox", "--sm-disable");
        display.Start("xterm", "-u8", "-geometry", "70x24+20+30", "-e", "cat", pipe);
        display.Start("xcalc", "-geometry", "+480+300");

        // Opening a named pipe waits for its reader: the terminal's program runs once this returns.
        var stream = await Task.Run(() => new FileStream(pipe, FileMode.Open, FileAccess.Write)).WaitAsync(Patience);
        var windows = new[] { await display.FindWindowAsync("class", "xterm"), await display.FindWindowAsync("class", "xcalc") };
        return new Desktop(display, folder, new StreamWriter(stream, new UTF8Encoding(false)) { AutoFlush = true }, windows);
    }

    /// <summary>Makes a number of changes that follow from a seed: coloured text at random places, scrolling, and windows that move.</summary>
    public async Task ChangeAsync(SeededRandom random, int changes)
    {
        for (var change = 0; change < changes; change++)
        {
            if (change % 25 == 24)
                await MoveAsync(random);
            else
                await _terminal.WriteAsync(Draw(random));
        }
    }

    /// <summary>Moves a window; 0 is the xterm, 1 the xcalc.</summary>
    public Task MoveAsync(int window, int x, int y)
    {
        _places[window] = (x, y);
        return _display.RunAsync("xdotool", "windowmove", _windows[window], Text(x), Text(y));
    }

    /// <summary>Sideways, up and down, or anywhere.</summary>
    private Task MoveAsync(SeededRandom random)
    {
        var (window, way, x, y) = (Next(random, _windows.Length), Next(random, 3), Next(random, 400), Next(random, 300));
        return MoveAsync(window, way == 0 ? _places[window].X : x, way == 1 ? _places[window].Y : y);
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await _terminal.DisposeAsync();
        }
        catch (IOException)
        {
            // The terminal went with its display.
        }

        _folder.Delete(recursive: true);
    }

    private static string Draw(SeededRandom random)
    {
        var text = new string([.. Enumerable.Range(0, 1 + Next(random, 30)).Select(_ => (char)(' ' + Next(random, 94)))]);
        var place = Next(random, 5) == 0 ? "\e[24;1H\n" : $"\e[{Text(1 + Next(random, 24))};{Text(1 + Next(random, 60))}H";
        return $"{place}\e[{Text(30 + Next(random, 8))};{Text(40 + Next(random, 8))}m{text}";
    }

    private static int Next(SeededRandom random, int below)
    {
        Span<byte> drawn = stackalloc byte[4];
        random.Fill(drawn);
        return (int)(BinaryPrimitives.ReadUInt32LittleEndian(drawn) % (uint)below);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
