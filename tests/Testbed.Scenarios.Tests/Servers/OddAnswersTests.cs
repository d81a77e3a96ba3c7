using System.Net;
using System.Text;
using Orchestrator.Testbed.Scenarios.Model;
using Orchestrator.Testbed.SimulatedNetwork.Network;
using Orchestrator.Testbed.SimulatedNetwork.Servers;
using Orchestrator.Testbed.SimulatedNetwork.Wires;

namespace Orchestrator.Testbed.Scenarios.Tests.Servers;

/// <summary>Servers that answer oddly do it as the scenario says, over the simulated network.</summary>
public sealed class OddAnswersTests
{
    private static readonly IPEndPoint Proxy = new(IPAddress.Parse("192.0.2.12"), 3128);

    [Theory]
    [InlineData(OddAnswer.Status403, "HTTP/1.1 403 ")]
    [InlineData(OddAnswer.Bare407, "HTTP/1.1 407 ")]
    [InlineData(OddAnswer.Status504, "HTTP/1.1 504 ")]
    [InlineData(OddAnswer.Html200, "HTTP/1.1 200 ")]
    [InlineData(OddAnswer.Half, "HTTP/1.1 200 Conn")]
    public async Task An_answer_begins_as_it_must_and_the_connection_ends(OddAnswer answer, string begins)
    {
        await using var internet = Serving(answer);
        await using var stream = internet.ConnectInstrument(Proxy);

        await stream.WriteAsync("CONNECT a:443 HTTP/1.1\r\n\r\n"u8.ToArray());
        using var answered = new MemoryStream();
        await stream.CopyToAsync(answered).WaitAsync(TimeSpan.FromSeconds(30));

        Assert.StartsWith(begins, Encoding.ASCII.GetString(answered.ToArray()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_closed_connection_ends_without_a_byte()
    {
        await using var internet = Serving(OddAnswer.Close);
        await using var stream = internet.ConnectInstrument(Proxy);

        Assert.Equal(0, await stream.ReadAsync(new byte[8]).AsTask().WaitAsync(TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public async Task A_reset_breaks_the_reader_behind_the_request()
    {
        await using var internet = Serving(OddAnswer.Reset);
        await using var stream = internet.ConnectInstrument(Proxy);

        await stream.WriteAsync("CONNECT a:443 HTTP/1.1\r\n\r\n"u8.ToArray());

        await Assert.ThrowsAnyAsync<IOException>(() => stream.ReadAsync(new byte[8]).AsTask().WaitAsync(TimeSpan.FromSeconds(30)));
    }

    private static Internet Serving(OddAnswer answer)
    {
        var internet = new Internet(new FaultSetup(), TimeProvider.System, new Quiet());
        internet.Add(HostRole.Proxy, [Proxy.Address], "proxy.lab.test");
        internet.Listen(HostRole.Proxy, Proxy.Port, (stream, stop) => OddAnswers.GiveAsync(answer, stream, () => ((SimulatedStream)stream).Connection.Reset(), stop));
        return internet;
    }
}
