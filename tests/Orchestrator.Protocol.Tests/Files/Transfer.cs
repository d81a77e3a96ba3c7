using System.Security.Cryptography;
using Orchestrator.Domain;

namespace Orchestrator.Protocol.Tests.Files;

/// <summary>A sender and a receiver joined through the codec, with a place where a test may change what passes.</summary>
internal sealed class Transfer
{
    public Transfer(byte[] content, FileOffer? offer = null)
    {
        offer ??= new FileOffer("run.gwl", content.Length, Convert.ToHexStringLower(SHA256.HashData(content)));
        Sender = new FileSender(offer, new MemoryStream(content));
        Receiver = new FileReceiver(offer, 1L << 30, Target);
    }

    public FileSender Sender { get; }

    public FileReceiver Receiver { get; }

    public MemoryTarget Target { get; } = new();

    public int MostUnderWay { get; private set; }

    /// <summary>Lets the sender run until it waits, then delivers everything, until nothing moves any more.</summary>
    public async Task RunAsync(Func<FileMessage, FileMessage>? alter = null)
    {
        while (true)
        {
            var batch = new List<FileMessage>();
            while (await Sender.NextAsync(default) is { } message)
                batch.Add(message);
            if (batch.Count == 0)
                return;
            MostUnderWay = Math.Max(MostUnderWay, batch.OfType<FileMessages.ChunkHash>().Count());
            foreach (var message in batch)
            {
                foreach (var answer in await Receiver.ReceiveAsync(Wire(alter is null ? message : alter(message)), default))
                    Sender.Receive(Wire(answer));
            }
        }
    }

    private static FileMessage Wire(FileMessage message)
    {
        var back = FileMessageCodec.Decode(FileMessageCodec.Encode(message), out var fault);
        Assert.Equal(MessageFault.None, fault);
        return back!;
    }
}

/// <summary>A target in memory that can run full.</summary>
internal sealed class MemoryTarget : IFileTarget
{
    private readonly List<byte> _bytes = [];

    public byte[] Bytes => [.. _bytes];

    public bool Committed { get; private set; }

    public bool Discarded { get; private set; }

    public long FailAfter { get; set; } = long.MaxValue;

    public bool FailCommit { get; set; }

    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        if (_bytes.Count + bytes.Length > FailAfter)
            throw new IOException("disk full");
        _bytes.AddRange(bytes.Span);
        return ValueTask.CompletedTask;
    }

    public ValueTask CommitAsync(CancellationToken cancellationToken)
    {
        if (FailCommit)
            throw new IOException("disk full");
        Assert.False(Committed);
        Committed = true;
        return ValueTask.CompletedTask;
    }

    public ValueTask DiscardAsync()
    {
        Assert.False(Committed);
        Assert.False(Discarded);
        Discarded = true;
        return ValueTask.CompletedTask;
    }
}
