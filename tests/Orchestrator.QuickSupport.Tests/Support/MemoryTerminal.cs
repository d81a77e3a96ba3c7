using System.Text;
using System.Text.RegularExpressions;
using Orchestrator.QuickSupport.Face.Terminal;

namespace Orchestrator.QuickSupport.Tests.Support;

/// <summary>A terminal in memory: what a person would see, and keys that a test types.</summary>
internal sealed partial class MemoryTerminal(int columns = 100, int rows = 30) : ITerminal
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Lock _sync = new();
    private readonly Queue<byte> _input = new();
    private readonly ManualResetEventSlim _hasInput = new();
    private readonly string[] _rows = [.. Enumerable.Repeat("", rows)];
    private readonly List<(Func<string, bool> Wanted, TaskCompletionSource<string> Seen)> _waiting = [];
    private TaskCompletionSource _taken = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SemaphoreSlim _asked = new(0);
    private int _awaited;
    private bool _isGone;

    public bool HasColour => false;

    public string StatusQuery => "\u001b[5n";

    /// <summary>False: it doesn't report until the test says so.</summary>
    public bool Reports { get; set; } = true;

    public (int Columns, int Rows) Size => (columns, rows);

    /// <summary>How often typed keys were forgotten.</summary>
    public int Discards { get; private set; }

    /// <summary>All that was ever written.</summary>
    public StringBuilder Written { get; } = new();

    /// <summary>What is on the screen.</summary>
    public string Screen
    {
        get
        {
            lock (_sync)
                return string.Join('\n', _rows);
        }
    }

    /// <summary>Completes when the screen is as wanted; gives it.</summary>
    public async Task<string> ShowsAsync(Func<string, bool> wanted)
    {
        TaskCompletionSource<string> seen = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_sync)
        {
            var now = string.Join('\n', _rows);
            if (wanted(now))
                return now;
            _waiting.Add((wanted, seen));
        }

        try
        {
            return await seen.Task.WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException("The screen never showed it. It shows:\n" + Screen);
        }
    }

    public Task<string> ShowsAsync(string text) => ShowsAsync(screen => screen.Contains(text, StringComparison.Ordinal));

    /// <summary>Types; completes when the reader has taken it all.</summary>
    public async Task TypeAsync(string text)
    {
        Task taken;
        lock (_sync)
        {
            foreach (var one in Encoding.UTF8.GetBytes(text))
                _input.Enqueue(one);
            _taken = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            taken = _taken.Task;
            _hasInput.Set();
        }

        await taken.WaitAsync(Patience);
    }

    /// <summary>The window was closed.</summary>
    public void Lose()
    {
        lock (_sync)
        {
            _isGone = true;
            _hasInput.Set();
        }
    }

    public bool WaitForInput(TimeSpan atMost) => _hasInput.Wait(atMost);

    public int Read(Span<byte> buffer)
    {
        lock (_sync)
        {
            if (_isGone)
                return -1;
            var count = 0;
            while (count < buffer.Length && _input.TryDequeue(out var one))
                buffer[count++] = one;
            if (_input.Count == 0)
            {
                _hasInput.Reset();
                if (count == 0)
                    _taken.TrySetResult();
                else
                    _hasInput.Set(); // the next, empty read says that these were judged
            }

            return count;
        }
    }

    public void DiscardInput()
    {
        lock (_sync)
        {
            Discards++;
            _input.Clear();
        }
    }

    /// <summary>Waits until it was asked for its status so many times.</summary>
    public async Task AskedAsync(int times)
    {
        for (var time = 0; time < times - _awaited; time++)
            Assert.True(await _asked.WaitAsync(Patience));
        _awaited = times;
    }

    /// <summary>Says that it has drawn everything.</summary>
    public void Report()
    {
        lock (_sync)
        {
            foreach (var one in "\u001b[0n"u8)
                _input.Enqueue(one);
            _hasInput.Set();
        }
    }

    public void Write(string text)
    {
        lock (_sync)
        {
            Written.Append(text);
            if (text == StatusQuery)
                _asked.Release();
            if (Reports && text == StatusQuery)
                Report();
            if (text.Contains("\u001b[2J", StringComparison.Ordinal))
                Array.Fill(_rows, "");
            foreach (Match line in Lines().Matches(text))
                _rows[int.Parse(line.Groups[1].ValueSpan, System.Globalization.CultureInfo.InvariantCulture) - 1] = line.Groups[2].Value;
            var now = string.Join('\n', _rows);
            foreach (var one in _waiting.Where(one => one.Wanted(now)).ToList())
            {
                _waiting.Remove(one);
                one.Seen.TrySetResult(now);
            }
        }
    }

    public void Dispose()
    {
        _hasInput.Dispose();
        _asked.Dispose();
    }

    [GeneratedRegex("\u001b\\[(\\d+);1H\u001b\\[2K([^\u001b]*)")]
    private static partial Regex Lines();
}
