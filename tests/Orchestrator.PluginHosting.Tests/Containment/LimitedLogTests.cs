using Microsoft.Extensions.Time.Testing;
using Orchestrator.Abstractions;

namespace Orchestrator.PluginHosting.Tests.Containment;

public sealed class LimitedLogTests
{
    private readonly FakeTimeProvider time = new();
    private readonly RecordingLog log = new();
    private readonly LimitedLog limited;

    public LimitedLogTests() => limited = new LimitedLog(log, time);

    [Fact]
    public void A_hundred_lines_in_ten_seconds_pass_and_the_rest_is_counted()
    {
        Write(130);
        time.Advance(TimeSpan.FromSeconds(9.9));
        Write(1);
        Assert.Equal(100, log.Lines.Count);

        time.Advance(TimeSpan.FromSeconds(0.1));
        Write(2);

        Assert.Equal(["31 further lines were left out: more than 100 came within 10 s.", "line", "line"], log.Lines.Skip(100));
    }

    [Fact]
    public void A_line_is_one_short_line()
    {
        limited.Write(PluginLogLevel.Error, 1, "a\nb\u001b[31m" + new string('x', 10_000));
        limited.Write(PluginLogLevel.Error, 1, null!);

        Assert.Equal(500, log.Lines[0].Length);
        Assert.StartsWith("a b [31mxxx", log.Lines[0], StringComparison.Ordinal);
        Assert.Equal("", log.Lines[1]);
    }

    private void Write(int lines)
    {
        for (var i = 0; i < lines; i++)
            limited.Write(PluginLogLevel.Information, 1, "line");
    }
}
