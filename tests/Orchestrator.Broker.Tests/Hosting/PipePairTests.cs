using System.IO.Pipelines;
using Orchestrator.Broker.Hosting.Listening;

namespace Orchestrator.Broker.Tests.Hosting;

public sealed class PipePairTests
{
    [Fact]
    public async Task What_one_end_writes_the_other_reads()
    {
        var pair = PipePair.Create(1024);
        await pair.Host.Output.WriteAsync(new byte[] { 1, 2, 3 });
        await pair.Link.Output.WriteAsync(new byte[] { 4 });
        Assert.Equal(3, (await pair.Link.Input.ReadAsync()).Buffer.Length);
        Assert.Equal(1, (await pair.Host.Input.ReadAsync()).Buffer.Length);
    }

    [Fact]
    public async Task A_full_pipe_holds_its_writer()
    {
        var pair = PipePair.Create(1024);
        var writing = pair.Host.Output.WriteAsync(new byte[1024]).AsTask();
        Assert.False(writing.IsCompleted);
        var read = await pair.Link.Input.ReadAsync();
        pair.Link.Input.AdvanceTo(read.Buffer.End);
        Assert.False((await writing.WaitAsync(TimeSpan.FromSeconds(30))).IsCompleted);
    }
}
