using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using Orchestrator.Abstractions;
using Orchestrator.TestSupport;

namespace Orchestrator.EndToEnd.OwnTerminal;

/// <summary>
/// The real executable in an xterm on the instrument's own display, and the operator before it: reads what the terminal was given (the xterm keeps a
/// log of that), and presses keys at the display.
/// </summary>
internal sealed partial class OperatorTerminal : IAsyncDisposable
{
    private const int CellWidth = 6;
    private const int CellHeight = 13;
    private const int Border = 2;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly XServer _display;
    private readonly ExternalProcess _log;
    private readonly Lock _sync = new();
    private readonly SortedDictionary<int, string> _lines = [];
    private readonly Task _reading;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private OperatorTerminal(XServer display, ExternalProcess log)
    {
        (_display, _log) = (display, log);
        _reading = ReadAsync();
    }

    private static string Executable =>
        typeof(OperatorTerminal).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(each => each.Key == "QuickSupport").Value!;

    /// <summary>The window's id.</summary>
    public string Window { get; private init; } = "";

    /// <summary>The window's place on the display, without its frame.</summary>
    public (int X, int Y) Place { get; private set; }

    /// <summary>What the terminal shows.</summary>
    public string Text
    {
        get
        {
            lock (_sync)
                return string.Join('\n', _lines.Values);
        }
    }

    public static async Task<OperatorTerminal> StartAsync(XServer display, string home, string configuration)
    {
        var log = Path.Combine(home, "terminal.log");
        display.Start(
            "xterm", "-l", "-lf", log, "-fn", "6x13", "-b", $"{Border}", "-geometry", "110x40+20+30", "-e",
            "env", $"HOME={home}", "NO_COLOR=1", Executable, "--config", configuration, "--log", Path.Combine(home, "logs"));
        var found = await display.RunAsync("xdotool", "search", "--sync", "--onlyvisible", "--class", "xterm");
        var window = Encoding.ASCII.GetString(found).Split('\n')[0].Trim();
        var terminal = new OperatorTerminal(display, ExternalProcess.Start("tail", ["-c", "+1", "-F", log])) { Window = window };
        var info = Encoding.ASCII.GetString(await display.RunAsync("xwininfo", "-id", window));
        terminal.Place = (Number(UpperLeftX().Match(info)), Number(UpperLeftY().Match(info)));
        return terminal;
    }

    /// <summary>Waits until the terminal shows something.</summary>
    public async Task<Match> UntilAsync(string pattern)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (true)
        {
            var next = Volatile.Read(ref _changed).Task;
            if (Regex.Match(Text, pattern) is { Success: true } match)
                return match;
            try
            {
                await next.WaitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                Assert.Fail($"The terminal never showed “{pattern}”:\n{Text}");
            }
        }
    }

    /// <summary>Presses keys at the display, as the person before it does.</summary>
    public Task PressAsync(params string[] keys) => _display.RunAsync("xdotool", ["key", "--delay", "2", .. keys]);

    /// <summary>Types a line and presses Enter.</summary>
    public async Task EnterAsync(string line)
    {
        await _display.RunAsync("xdotool", "type", "--delay", "2", line);
        await PressAsync("Return");
    }

    /// <summary>Where on the display each character of a text is that the terminal shows now.</summary>
    public IReadOnlyList<PixelRect> CellsOf(string text)
    {
        lock (_sync)
        {
            var (row, line) = _lines.Single(each => each.Value.Contains(text, StringComparison.Ordinal));
            var column = line.IndexOf(text, StringComparison.Ordinal);
            var (left, top) = (Place.X + Border + (column * CellWidth), Place.Y + Border + ((row - 1) * CellHeight));
            return [.. text.Select((_, i) => new PixelRect(left + (i * CellWidth), top, CellWidth, CellHeight))];
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _log.DisposeAsync();
        await _reading;
    }

    private static int Number(Match match) => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);

    private async Task ReadAsync()
    {
        var buffer = new char[4096];
        var rest = "";
        while (await _log.Output.ReadAsync(buffer) is > 0 and var read)
        {
            rest += new string(buffer, 0, read);
            lock (_sync)
                rest = rest[Take(rest)..];
            Interlocked.Exchange(ref _changed, new(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
        }
    }

    /// <summary>The program writes whole lines, each behind its row's number. The last one may not be whole yet: it is shown, and taken again.</summary>
    private int Take(string output)
    {
        var taken = 0;
        foreach (Match line in Line().Matches(output))
        {
            if (line.Groups["clear"].Success)
                _lines.Clear();
            else
                _lines[int.Parse(line.Groups["row"].Value, CultureInfo.InvariantCulture)] = line.Groups["text"].Value.TrimEnd();
            taken = line.Index;
        }

        return taken;
    }

    [GeneratedRegex(@"(?<clear>\e\[2J)|\e\[(?<row>\d+);1H\e\[2K(?<text>[^\e]*)")]
    private static partial Regex Line();

    [GeneratedRegex(@"Absolute upper-left X:\s+(-?\d+)")]
    private static partial Regex UpperLeftX();

    [GeneratedRegex(@"Absolute upper-left Y:\s+(-?\d+)")]
    private static partial Regex UpperLeftY();
}
