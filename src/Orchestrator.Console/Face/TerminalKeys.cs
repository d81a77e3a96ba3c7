using System.Threading.Channels;

namespace Orchestrator.Technicians.Face;

/// <summary>Keys of the process's terminal. One background thread reads them, because the platform can only wait for a key by blocking.</summary>
internal sealed class TerminalKeys
{
    private readonly Channel<ConsoleKeyInfo> _keys = Channel.CreateBounded<ConsoleKeyInfo>(256);

    public TerminalKeys() => new Thread(Read) { IsBackground = true, Name = "keys" }.Start();

    /// <summary>The next key.</summary>
    public Task<ConsoleKeyInfo> ReadAsync(CancellationToken cancellationToken) => _keys.Reader.ReadAsync(cancellationToken).AsTask();

    private void Read()
    {
        try
        {
            while (true)
            {
                _keys.Writer.TryWrite(Console.ReadKey(intercept: true));
            }
        }
        catch (InvalidOperationException)
        {
            _keys.Writer.TryComplete();
        }
    }
}
