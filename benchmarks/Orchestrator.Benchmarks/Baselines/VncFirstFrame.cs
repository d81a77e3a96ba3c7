using System.Buffers.Binary;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Orchestrator.Benchmarks.Measuring;
using Orchestrator.Benchmarks.Reporting;
using Orchestrator.Benchmarks.Stage;

namespace Orchestrator.Benchmarks.Baselines;

/// <summary>A plain VNC server (TigerVNC's where it is installed, else the Xvnc that is) on a 1920×1080 display of its own: from connecting without security to the last byte of the first whole picture, taken Raw.</summary>
internal static class VncFirstFrame
{
    private const int Frame = 1920 * 1080 * 4;
    private const int FirstDisplay = 1000;

    /// <summary>Null where the server isn't installed; the report says so.</summary>
    public static async Task<Peer?> MeasureAsync(int count, Report report, CancellationToken cancellationToken)
    {
        var tiger = Programs.Find("Xtigervnc");
        if ((tiger ?? Programs.Find("Xtightvnc")) is not { } program)
        {
            report.LeftOut("a plain VNC server's first frame", "neither Xtigervnc nor Xtightvnc is installed");
            return null;
        }

        var port = Vendor.FreePort();
        string[] arguments = [$":{FirstDisplay + (port % 1000)}", "-geometry", "1920x1080", "-depth", "24", "-localhost", "-rfbport", $"{port}", .. tiger is null ? (string[])[] : ["-SecurityTypes", "None"]];
        await using var server = ChildProcess.Start(program, arguments);
        await ListeningAsync(port, cancellationToken);
        var elapsed = new Samples();
        for (var i = 0; i < count; i++)
        {
            elapsed.Add(await OnceAsync(port, cancellationToken));
        }

        return new Peer($"{Path.GetFileName(program)} direct, connect to first picture ({elapsed.Spread})", elapsed.Median);
    }

    private static async Task ListeningAsync(int port, CancellationToken cancellationToken)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        late.CancelAfter(TimeSpan.FromSeconds(30));
        while (true)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, port, late.Token);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(50, late.Token);
            }
        }
    }

    private static async Task<TimeSpan> OnceAsync(int port, CancellationToken cancellationToken)
    {
        var since = Stopwatch.GetTimestamp();
        using var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
        var stream = client.GetStream();
        var buffer = new byte[1 << 16];
        await ReadAsync(12);
        await stream.WriteAsync("RFB 003.008\n"u8.ToArray(), cancellationToken);
        await ReadAsync(1);
        await ReadAsync(buffer[0]);
        await stream.WriteAsync(new byte[] { 1 }, cancellationToken);
        await ReadAsync(4);
        await stream.WriteAsync(new byte[] { 1 }, cancellationToken);
        await ReadAsync(24);
        await ReadAsync(BinaryPrimitives.ReadInt32BigEndian(buffer.AsSpan(20)));
        byte[] request = [2, 0, 0, 1, 0, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0x07, 0x80, 0x04, 0x38];
        await stream.WriteAsync(request, cancellationToken);
        for (var pixels = 0; pixels < Frame;)
        {
            pixels += await stream.ReadAsync(buffer, cancellationToken) is var read and > 0 ? read : throw new BenchmarkException("Xvnc closed the connection.");
        }

        return Stopwatch.GetElapsedTime(since);

        async Task ReadAsync(int length) => await stream.ReadExactlyAsync(buffer.AsMemory(0, length), cancellationToken);
    }
}
