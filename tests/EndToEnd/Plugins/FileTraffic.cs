using System.Security.Cryptography;
using Orchestrator.EndToEnd.Stage;
using Orchestrator.Technicians;
using Orchestrator.TestSupport;

namespace Orchestrator.EndToEnd.Plugins;

/// <summary>Sends files of some MiB to an instrument, one after the other, until it is told to stop; each is compared with what arrived.</summary>
internal sealed class FileTraffic(ConsoleSession session, AttendedInstrument instrument, string folder)
{
    private const int Size = 8 << 20;
    private volatile bool _isLast;
    private Task<int>? _running;

    /// <summary>Begins.</summary>
    public void Start() => _running = SendAllAsync();

    /// <summary>Lets the file that is on its way arrive, then gives how many did.</summary>
    public Task<int> StopAsync()
    {
        _isLast = true;
        return _running!;
    }

    private async Task<int> SendAllAsync()
    {
        var sent = 0;
        for (; !_isLast; sent++)
        {
            var bytes = new byte[Size];
            new SeededRandom(sent + 1).Fill(bytes);
            var local = Path.Combine(folder, $"load-{sent}.bin");
            await File.WriteAllBytesAsync(local, bytes);
            var transfer = await session.SendFileAsync(local, null, "a method with its images").WaitAsync(AttendedInstrument.Patience);
            Assert.Equal(TransferState.Done, transfer.State);
            await using var arrived = File.OpenRead(Path.Combine(instrument.Files, Path.GetFileName(local)));
            Assert.Equal(SHA256.HashData(bytes), await SHA256.HashDataAsync(arrived));
        }

        return sent;
    }
}
