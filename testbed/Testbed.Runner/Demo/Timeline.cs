using System.Globalization;

namespace Orchestrator.Testbed.Runner.Demo;

/// <summary>What happened when, for the person who watches; the same lines go into the demonstration's folder.</summary>
internal sealed class Timeline(TextWriter output, TimeProvider time)
{
    private readonly long _start = time.GetTimestamp();
    private readonly Lock _lock = new();
    private readonly List<string> _lines = [];
    private TimeSpan _last;

    /// <summary>Time since the demonstration began.</summary>
    public TimeSpan Elapsed => time.GetElapsedTime(_start);

    /// <summary>One line: since the start, since the line before, who, what.</summary>
    public void Add(string who, string what)
    {
        lock (_lock)
        {
            var now = Elapsed;
            var line = string.Create(CultureInfo.InvariantCulture, $"{now.TotalSeconds,7:0.00} s  +{(now - _last).TotalMilliseconds,6:0} ms  {who,-11} {what}");
            _last = now;
            _lines.Add(line);
            output.WriteLine(line);
        }
    }

    /// <summary>Writes all lines into a file.</summary>
    public void Save(string path)
    {
        lock (_lock)
        {
            File.WriteAllLines(path, _lines);
        }
    }
}
