using System.Text;
using Orchestrator.Testbed.Scenarios.Model;

namespace Orchestrator.Testbed.SimulatedNetwork.Servers;

/// <summary>The web server that the PAC file lies on.</summary>
internal sealed class PacServer(PacSetup pac, Func<string, string> fill)
{
    /// <summary>Answers one request.</summary>
    public async Task ServeAsync(Stream stream, CancellationToken cancellationToken)
    {
        await HttpText.ReadHeadAsync(stream, cancellationToken);
        var script = pac.Script is { } text ? fill(text) : null;
        var answer = script is null
            ? HttpText.Answer(404, "Not Found", "<html><body>Not found.</body></html>")
            : $"HTTP/1.1 200 OK\r\nContent-Type: application/x-ns-proxy-autoconfig\r\nContent-Length: {Encoding.UTF8.GetByteCount(script)}\r\nConnection: close\r\n\r\n{script}";
        await stream.WriteAsync(Encoding.UTF8.GetBytes(answer), cancellationToken);
        await stream.FlushAsync(cancellationToken);
    }
}
