using System.Security.Cryptography;
using Orchestrator.Domain;
using static Orchestrator.Protocol.FileMessages;

namespace Orchestrator.Protocol;

/// <summary>
/// The end that has the file. Reads it once, in order; sends a chunk only while it has credit; hashes what it really sent. Pure apart from the stream: the caller asks for the
/// next message and hands in what arrives. Not for several threads.
/// </summary>
public sealed class FileSender : IDisposable
{
    private readonly FileOffer _file;
    private readonly Stream _content;
    private readonly IncrementalHash _whole = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly IncrementalHash _chunkHash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long _sent;
    private long _credit;
    private uint _chunk;
    private int _inChunk;
    private uint _verified;
    private FileMessage? _abort;

    /// <summary>Takes a file whose size and hash are known; the stream stays the caller's.</summary>
    /// <exception cref="ArgumentException">Size or hash unknown.</exception>
    public FileSender(FileOffer file, Stream content)
    {
        ArgumentNullException.ThrowIfNull(file);
        if (file.Size < 0 || file.Sha256.Length != 64)
            throw new ArgumentException("A file is sent with its size and hash.", nameof(file));
        _file = file;
        _content = content;
    }

    /// <summary>Where it stands.</summary>
    public FileProgress Progress { get; private set; }

    /// <summary>Why it failed.</summary>
    public FileFailure? Failure { get; private set; }

    /// <summary>Bytes sent so far.</summary>
    public long Sent => _sent;

    private bool IsOver => Progress is FileProgress.Done or FileProgress.Failed;

    /// <summary>The next message to send; null when it has to wait for the peer or is over.</summary>
    public async ValueTask<FileMessage?> NextAsync(CancellationToken cancellationToken)
    {
        if (_abort is { } abort)
        {
            _abort = null;
            return abort;
        }

        if (IsOver)
            return null;
        try
        {
            return await StepAsync(cancellationToken).ConfigureAwait(false) ?? TakeAbort();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Fail(FileFailure.Unreadable, tell: true);
            return TakeAbort();
        }
    }

    /// <summary>Takes a message of the receiver.</summary>
    public void Receive(FileMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (IsOver)
            return;
        switch (message)
        {
            // The credit for the last chunks comes after everything was sent.
            case Credit credit when Progress is (FileProgress.Moving or FileProgress.Finishing) && _credit + credit.Chunks <= ProtocolLimits.FileWindow && credit.Chunks > 0:
                _credit += credit.Chunks;
                break;
            case Verified verified when verified.Chunk == _verified && verified.Chunk < _chunk:
                _verified++;
                break;
            case Done done when Progress == FileProgress.Finishing && _verified == _chunk && done.Sha256 == Hex.Read(_file.Sha256):
                Progress = FileProgress.Done;
                break;
            case Abort abort:
                Fail(new FileFailure(abort.Code, abort.Sentence), tell: false);
                break;
            default:
                Fail(FileFailure.OutOfOrder, tell: true);
                break;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _whole.Dispose();
        _chunkHash.Dispose();
    }

    private async ValueTask<FileMessage?> StepAsync(CancellationToken cancellationToken)
    {
        if (Progress == FileProgress.Waiting)
        {
            Progress = FileProgress.Moving;
            return new Begin(_file);
        }

        if (Progress == FileProgress.Finishing || (_inChunk == 0 && _sent < _file.Size && _credit == 0))
            return null;
        if (_inChunk == ProtocolLimits.FileChunk || (_inChunk > 0 && _sent == _file.Size))
            return EndChunk();
        return _sent == _file.Size ? Finish() : await SliceAsync(cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<FileMessage?> SliceAsync(CancellationToken cancellationToken)
    {
        var size = (int)Math.Min(Math.Min(ProtocolLimits.MaxBulkData, ProtocolLimits.FileChunk - _inChunk), _file.Size - _sent);
        var bytes = new byte[size];
        if (await _content.ReadAtLeastAsync(bytes, size, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false) < size)
            return Fail(FileFailure.Changed, tell: true);
        if (_inChunk == 0)
            _credit--;
        _whole.AppendData(bytes);
        _chunkHash.AppendData(bytes);
        _sent += size;
        _inChunk += size;
        return new Slice(_chunk, bytes);
    }

    private ChunkHash EndChunk()
    {
        _inChunk = 0;
        return new ChunkHash(_chunk++, _chunkHash.GetHashAndReset());
    }

    /// <summary>What was added behind the file since it was described isn't part of what was agreed to: a log that grows can be sent as it was.</summary>
    private FileMessage? Finish()
    {
        Blob hash = _whole.GetHashAndReset();
        if (hash != Hex.Read(_file.Sha256))
            return Fail(FileFailure.Changed, tell: true);
        Progress = FileProgress.Finishing;
        return new Done(hash);
    }

    private FileMessage? Fail(FileFailure failure, bool tell)
    {
        Progress = FileProgress.Failed;
        Failure = failure;
        _abort = tell ? new Abort(failure.Code, failure.Sentence) : null;
        return null;
    }

    private FileMessage? TakeAbort()
    {
        var abort = _abort;
        _abort = null;
        return abort;
    }
}
