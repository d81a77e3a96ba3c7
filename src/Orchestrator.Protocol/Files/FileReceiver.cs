using System.Security.Cryptography;
using Orchestrator.Domain;
using static Orchestrator.Protocol.FileMessages;

namespace Orchestrator.Protocol;

/// <summary>
/// The end that gets the file. Holds one chunk in memory, writes it only once its hash matched, and lets the target take its final name only when the whole hash is the one
/// agreed to. Any fault ends in an abort and a discarded target. Not for several threads.
/// </summary>
public sealed class FileReceiver : IDisposable
{
    private readonly FileOffer _agreed;
    private readonly long _maxBytes;
    private readonly IFileTarget _target;
    private readonly IncrementalHash _whole = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _buffer = new byte[ProtocolLimits.FileChunk];
    private FileOffer? _file;
    private int _inChunk;
    private uint _chunk;
    private int _credit;

    /// <summary>Takes what was agreed to; size −1 where only the sender knows (then what it begins with counts).</summary>
    public FileReceiver(FileOffer agreed, long maxBytes, IFileTarget target)
    {
        ArgumentNullException.ThrowIfNull(agreed);
        ArgumentNullException.ThrowIfNull(target);
        _agreed = agreed;
        _maxBytes = maxBytes;
        _target = target;
    }

    /// <summary>Where it stands.</summary>
    public FileProgress Progress { get; private set; }

    /// <summary>Why it failed.</summary>
    public FileFailure? Failure { get; private set; }

    /// <summary>Bytes whose hash matched and that are written.</summary>
    public long Received { get; private set; }

    /// <summary>What arrives: the file as it began; null before.</summary>
    public FileOffer? File => _file;

    private bool IsOver => Progress is FileProgress.Done or FileProgress.Failed;

    /// <summary>Takes a message of the sender; gives what to answer, in order.</summary>
    public async ValueTask<IReadOnlyList<FileMessage>> ReceiveAsync(FileMessage message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (IsOver)
            return [];
        try
        {
            return message switch
            {
                Begin begin when Progress == FileProgress.Waiting => await BeginAsync(begin.File).ConfigureAwait(false),
                Slice slice when Progress == FileProgress.Moving => await TakeAsync(slice).ConfigureAwait(false),
                ChunkHash hash when Progress == FileProgress.Moving => await EndChunkAsync(hash, cancellationToken).ConfigureAwait(false),
                Done done when Progress == FileProgress.Moving => await FinishAsync(done, cancellationToken).ConfigureAwait(false),
                Abort abort => await FailAsync(new FileFailure(abort.Code, abort.Sentence), tell: false).ConfigureAwait(false),
                _ => await FailAsync(FileFailure.OutOfOrder).ConfigureAwait(false),
            };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return await FailAsync(FileFailure.Unwritable).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            await FailAsync(FileFailure.Unwritable).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>The channel is cut or the grant is over: discards what arrived. Does nothing once the file is whole.</summary>
    public async ValueTask CancelAsync(FileFailure reason)
    {
        if (!IsOver)
            await FailAsync(reason, tell: false).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose() => _whole.Dispose();

    private async ValueTask<IReadOnlyList<FileMessage>> BeginAsync(FileOffer file)
    {
        if (file.Size < 0 || (_agreed.Size >= 0 && (file.Size != _agreed.Size || file.Sha256 != _agreed.Sha256 || file.Name != _agreed.Name)))
            return await FailAsync(FileFailure.NotAgreed).ConfigureAwait(false);
        if (file.Size > _maxBytes)
            return await FailAsync(FileFailure.TooLarge).ConfigureAwait(false);
        _file = file;
        Progress = FileProgress.Moving;
        _credit = ProtocolLimits.FileWindow;
        return [new Credit(ProtocolLimits.FileWindow)];
    }

    private async ValueTask<IReadOnlyList<FileMessage>> TakeAsync(Slice slice)
    {
        var left = _file!.Size - Received - _inChunk;
        var room = Math.Min(ProtocolLimits.FileChunk - _inChunk, left);
        if (slice.Chunk != _chunk || slice.Bytes.Length == 0 || slice.Bytes.Length > room || (_inChunk == 0 && _credit-- == 0))
            return await FailAsync(FileFailure.OutOfOrder).ConfigureAwait(false);
        slice.Bytes.Span.CopyTo(_buffer.AsSpan(_inChunk));
        _inChunk += slice.Bytes.Length;
        return [];
    }

    private async ValueTask<IReadOnlyList<FileMessage>> EndChunkAsync(ChunkHash hash, CancellationToken cancellationToken)
    {
        var isWhole = _inChunk == ProtocolLimits.FileChunk || (_inChunk > 0 && Received + _inChunk == _file!.Size);
        if (hash.Chunk != _chunk || !isWhole)
            return await FailAsync(FileFailure.OutOfOrder).ConfigureAwait(false);
        var bytes = _buffer.AsMemory(0, _inChunk);
        if (!SHA256.HashData(bytes.Span).AsSpan().SequenceEqual(hash.Sha256.Span))
            return await FailAsync(FileFailure.ChunkDiffers).ConfigureAwait(false);
        await _target.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
        _whole.AppendData(bytes.Span);
        Received += _inChunk;
        _inChunk = 0;
        _credit++;
        return [new Verified(_chunk++), new Credit(1)];
    }

    private async ValueTask<IReadOnlyList<FileMessage>> FinishAsync(Done done, CancellationToken cancellationToken)
    {
        if (Received != _file!.Size || _inChunk != 0)
            return await FailAsync(FileFailure.OutOfOrder).ConfigureAwait(false);
        Blob hash = _whole.GetHashAndReset();
        if (hash != Hex.Read(_file.Sha256) || hash != done.Sha256)
            return await FailAsync(FileFailure.HashDiffers).ConfigureAwait(false);
        Progress = FileProgress.Finishing;
        await _target.CommitAsync(cancellationToken).ConfigureAwait(false);
        Progress = FileProgress.Done;
        return [new Done(hash)];
    }

    private async ValueTask<IReadOnlyList<FileMessage>> FailAsync(FileFailure failure, bool tell = true)
    {
        Progress = FileProgress.Failed;
        Failure = failure;
        await _target.DiscardAsync().ConfigureAwait(false);
        return tell ? [new Abort(failure.Code, failure.Sentence)] : [];
    }
}
