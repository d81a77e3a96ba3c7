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

    private readonly Func<string[], Task> _press;
    private readonly ExternalProcess _log;
    private readonly Lock _sync = new();
    private readonly SortedDictionary<int, string> _lines = [];
    private readonly Task _reading;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private OperatorTerminal(ExternalProcess log, Func<string[], Task> press)
    {
        (_log, _press) = (log, press);
        _reading = ReadAsync();
    }

    private static string[] Command(string home, string configuration) =>
        ["env", $"HOME={home}", "NO_COLOR=1", "TERM=xterm", Executable, "--config", configuration, "--log", Path.Combine(home, "logs")];

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

    /// <summary>On a pseudo-terminal of its own, which outlives the display.</summary>
    public static OperatorTerminal StartBeside(XServer display, string home, string configuration)
    {
        var command = $"stty cols 110 rows 40; exec {string.Join(' ', Command(home, configuration))}";
        var script = ExternalProcess.Start("script", ["-qefc", command, "/dev/null"], display.Environment);
        return new OperatorTerminal(script, async keys =>
        {
            await script.Input.WriteAsync(string.Concat(keys.Select(key => key switch { "Return" => "\r", "Escape" => "\e", "space" => " ", _ => key })));
            await script.Input.FlushAsync();
        });
    }

    /// <summary>In an xterm on the display itself.</summary>
    public static async Task<OperatorTerminal> StartOnAsync(XServer display, string home, string configuration)
    {
        var log = Path.Combine(home, "terminal.log");
        display.Start("xterm", ["-l", "-lf", log, "-fn", "6x13", "-b", $"{Border}", "-geometry", "110x40+20+30", "-e", .. Command(home, configuration)]);
        var window = await display.FindWindowAsync("class", "xterm");
        var terminal = new OperatorTerminal(
            ExternalProcess.Start("tail", ["-c", "+1", "-F", log]), keys => display.RunAsync("xdotool", ["key", "--delay", "2", .. keys])) { Window = window };
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

    /// <summary>Presses keys as the person before it does, by their X names.</summary>
    public Task PressAsync(params string[] keys) => _press(keys);

    /// <summary>Types letters and digits, and presses Enter.</summary>
    public Task EnterAsync(string line) => PressAsync([.. line.Select(letter => letter.ToString()), "Return"]);

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
            var output = new string(buffer, 0, read);
            if (Window.Length == 0 && output.Contains("\e[5n", StringComparison.Ordinal))
                await PressAsync("\e[0n"); // what a terminal says that has drawn everything
            rest += output;
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
