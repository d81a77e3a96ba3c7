using System.Net;
using System.Net.Sockets;

namespace Orchestrator.Rfb.Tests;

/// <summary>A loopback port without password, for tools that can't be told one. Tests only: the product has no such thing.</summary>
internal sealed class OpenPort : IAsyncDisposable
{
    private readonly CancellationTokenSource end = new();
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly Task accepting;

    public OpenPort(ShadowFramebuffer shadow, IViewerInput input, ViewerOptions options)
    {
        listener.Start();
        accepting = AcceptAsync(shadow, input, options);
    }

    /// <summary>As RFB tools count: ports from 5900.</summary>
    public string Display => $"127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port - 5900}";

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        listener.Dispose();
        await accepting.OrFail();
        end.Dispose();
    }

    private async Task AcceptAsync(ShadowFramebuffer shadow, IViewerInput input, ViewerOptions options)
    {
        try
        {
            while (true)
            {
                using var client = await listener.AcceptTcpClientAsync(end.Token);
                await new ViewerSession(client.GetStream(), shadow, input, options, TimeProvider.System).RunAsync(end.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }
}
