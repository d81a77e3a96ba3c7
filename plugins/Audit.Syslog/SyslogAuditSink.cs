using System.Buffers;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Orchestrator.Abstractions;
using Orchestrator.Plugins.Shared.Audit;
using Orchestrator.Plugins.Shared.Tls;

namespace Orchestrator.Plugins.Audit.Syslog;

/// <summary>
/// Sends records to a syslog receiver (RFC 5424 over TLS, RFC 5425). It confirms what the receiver's program has read, not what is on the receiver's disk,
/// and says so: it can't be a required sink. See adr/0009. Settings: see <c>docs/broker.md</c>.
/// </summary>
public sealed class SyslogAuditSink : IAuditSink, IAuditSinkTraits, ISelfTest
{
    private const int OmittedEvent = 1;

    // A message without its record must fit, whatever the log is called.
    private const int LongestId = 2000;

    private Parts? _parts;

    /// <summary>False: a receiver of syslog acknowledges nothing.</summary>
    public bool ConfirmsDurability => false;

    private Parts Started => _parts ?? throw new InvalidOperationException("The syslog sink isn't started.");

    /// <inheritdoc />
    public ValueTask StartAsync(PluginContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        cancellationToken.ThrowIfCancellationRequested();
        var settings = SyslogSettings.Read(context.Settings);
        if (context.DataDirectory.Length == 0)
            throw new InvalidOperationException("The syslog sink has no folder to remember in how far it came.");
        Directory.CreateDirectory(context.DataDirectory);
        var client = PemFiles.Client(settings.ClientCertificateFile, settings.ClientKeyFile);
        var judge = new ServerJudge(settings.Host, PemFiles.Roots(settings.RootsFile), client, context.Time);
        _parts = new Parts(
            new SyslogMessage(settings, Environment.MachineName), new SyslogDelivery(settings, judge), new DeliveryCursor(context.DataDirectory), context.Log, client);
        return ValueTask.CompletedTask;
    }

    /// <summary>Connects, proves the receiver, sends nothing.</summary>
    /// <inheritdoc />
    public async ValueTask<SelfTestResult> TestAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Started.Delivery.SendAsync(default, cancellationToken).ConfigureAwait(false);
            return new SelfTestResult(true, "The syslog receiver is there and trusted; nothing was sent.");
        }
        catch (InvalidOperationException failure)
        {
            return new SelfTestResult(false, failure.Message);
        }
    }

    /// <inheritdoc />
    public ValueTask<long> OpenAsync(string logId, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Encoding.UTF8.GetByteCount(logId) <= LongestId
            ? ValueTask.FromResult(Started.Cursor.Open(logId))
            : throw new ArgumentException($"The log's id has more than {LongestId} bytes, which is all that the syslog sink takes.");
    }

    /// <inheritdoc />
    public async ValueTask<long> AppendAsync(string logId, ReadOnlyMemory<AuditEntry> entries, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var next = Started.Cursor.Next(logId);
        var added = OfferedEntries.New(entries, next);
        if (added.IsEmpty)
            return next;
        await Started.Delivery.SendAsync(Frames(logId, added.Span), cancellationToken).ConfigureAwait(false);
        next += added.Length;
        Started.Cursor.Advance(logId, next);
        return next;
    }

    /// <inheritdoc />
    public async ValueTask PutCheckpointAsync(string logId, ReadOnlyMemory<byte> signedNote, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _ = Started.Cursor.Next(logId);
        var frame = new ArrayBufferWriter<byte>();
        Started.Message.WriteCheckpoint(logId, signedNote.Span, frame);
        await Started.Delivery.SendAsync(frame.WrittenMemory, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        _parts?.Client?.Dispose();
        _parts = null;
        return ValueTask.CompletedTask;
    }

    private ReadOnlyMemory<byte> Frames(string logId, ReadOnlySpan<AuditEntry> added)
    {
        var frames = new ArrayBufferWriter<byte>();
        foreach (var entry in added)
        {
            if (!Started.Message.WriteRecord(logId, entry, frames))
                Started.Log.Write(PluginLogLevel.Warning, OmittedEvent, $"Record {entry.Sequence} is longer than the receiver takes: its message says so in place of the record. Raise \"maxMessageBytes\" on both sides.");
        }

        return frames.WrittenMemory;
    }

    private sealed record Parts(SyslogMessage Message, SyslogDelivery Delivery, DeliveryCursor Cursor, IPluginLog Log, X509Certificate2? Client);
}
