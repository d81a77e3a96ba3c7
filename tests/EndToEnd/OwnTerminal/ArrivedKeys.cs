using System.Text;
using System.Text.RegularExpressions;
using Orchestrator.TestSupport;

namespace Orchestrator.EndToEnd.OwnTerminal;

/// <summary>Counts the keys that the display server gives to a window, by <c>xev</c>: the technician's arrived, whatever the program made of them.</summary>
internal sealed partial class ArrivedKeys : IAsyncDisposable
{
    /// <summary>A key that no program here knows: whatever was typed before it has arrived when it has.</summary>
    public const string Marker = "F12";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ExternalProcess _watcher;
    private readonly Task _reading;
    private readonly SemaphoreSlim _markers = new(0);
    private int _presses;

    private ArrivedKeys(ExternalProcess watcher)
    {
        _watcher = watcher;
        _reading = ReadAsync();
    }

    /// <summary>Keys pressed so far.</summary>
    public int Presses => Volatile.Read(ref _presses);

    /// <summary>Watches the innermost window of a program's window.</summary>
    public static async Task<ArrivedKeys> WatchAsync(XServer display, string window)
    {
        var tree = Encoding.ASCII.GetString(await display.RunAsync("xwininfo", "-children", "-id", window));
        var inner = Child().Match(tree).Groups[1].Value;
        var watching = new ArrivedKeys(display.Start("stdbuf", "-oL", "xev", "-id", inner, "-event", "keyboard"));
        return watching;
    }

    /// <summary>Waits for the next marker.</summary>
    public async Task UntilMarkerAsync() =>
        Assert.True(await _markers.WaitAsync(Patience), $"the marker never arrived; {Presses} keys did");

    public async ValueTask DisposeAsync()
    {
        await _watcher.KillAsync(); // its display disposes of it
        await _reading;
        _markers.Dispose();
    }

    private async Task ReadAsync()
    {
        var isPress = false;
        while (await _watcher.Output.ReadLineAsync() is { } line)
        {
            if (line.StartsWith("KeyPress", StringComparison.Ordinal))
            {
                isPress = true;
                Interlocked.Increment(ref _presses);
            }
            else if (line.StartsWith("KeyRelease", StringComparison.Ordinal))
            {
                isPress = false;
            }
            else if (isPress && line.Contains($", {Marker})", StringComparison.Ordinal))
            {
                _markers.Release();
            }
        }
    }

    [GeneratedRegex(@"^\s+(0x[0-9a-f]+) .*\d+x\d+\+", RegexOptions.Multiline)]
    private static partial Regex Child();
}
