using System.IO.Pipelines;
using System.Text;
using Orchestrator.Technicians.Commands;

namespace Orchestrator.Technicians.Tests.Commands;

public sealed class InputLinesTests
{
    [Fact]
    public async Task Lines_come_one_by_one_however_they_end()
    {
        var lines = Lines("first\r\n\nthird");
        foreach (var expected in new[] { "first", "", "third" })
        {
            Assert.Equal(expected, (await lines.NextAsync("line", CancellationToken.None)).Reveal());
        }

        await Assert.ThrowsAsync<ConsoleException>(() => lines.NextAsync("line", CancellationToken.None));
    }

    [Fact]
    public async Task A_line_is_there_before_the_next_one_is_written()
    {
        var pipe = new Pipe();
        var lines = new InputLines(pipe.Reader.AsStream());
        await pipe.Writer.WriteAsync("setup code\n"u8.ToArray());
        Assert.Equal("setup code", (await lines.NextAsync("setup code", CancellationToken.None)).Reveal());
        var next = lines.NextAsync("first code", CancellationToken.None);
        Assert.False(next.IsCompleted);
        await pipe.Writer.WriteAsync("123456\n"u8.ToArray());
        Assert.Equal("123456", (await next).Reveal());
    }

    [Fact]
    public async Task What_is_no_text_or_has_no_end_is_refused_without_being_shown()
    {
        byte[][] inputs = [[0xFF, 0xFE, (byte)'\n'], Encoding.ASCII.GetBytes(new string('x', 5000))];
        foreach (var bytes in inputs)
        {
            var refused = await Assert.ThrowsAsync<ConsoleException>(() => new InputLines(new MemoryStream(bytes)).NextAsync("password", CancellationToken.None));
            Assert.Equal(ExitCode.Usage, refused.Exit);
            Assert.DoesNotContain("xxx", refused.Message, StringComparison.Ordinal);
        }
    }

    private static InputLines Lines(string text) => new(new MemoryStream(Encoding.UTF8.GetBytes(text)));
}
