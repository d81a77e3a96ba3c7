using System.Security.Cryptography;
using CsCheck;
using Orchestrator.Domain;
using static Orchestrator.Protocol.FileMessages;

namespace Orchestrator.Protocol.Tests.Files;

public class FileTransferTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(16_384)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    [InlineData(65_537)]
    [InlineData(2_000_000)]
    public async Task A_file_of_any_size_arrives_whole_and_only_then_gets_its_name(int size)
    {
        var transfer = new Transfer(Content(size));
        await transfer.RunAsync();
        Assert.Equal(FileProgress.Done, transfer.Sender.Progress);
        Assert.Equal(FileProgress.Done, transfer.Receiver.Progress);
        Assert.True(transfer.Target.Committed);
        Assert.False(transfer.Target.Discarded);
        Assert.Equal(Content(size), transfer.Target.Bytes);
        Assert.Equal(size, transfer.Receiver.Received);
        Assert.True(transfer.MostUnderWay <= ProtocolLimits.FileWindow);
    }

    [Fact]
    [Trait("Requirement", "R-AUTHZ-8")]
    public async Task A_file_whose_hash_differs_ends_with_an_abort_and_no_name()
    {
        // An honest-looking sender that offers one hash and sends other bytes: every chunk hash is right, the whole isn't.
        var content = Content(100_000);
        var offer = new FileOffer("run.gwl", content.Length, Convert.ToHexStringLower(SHA256.HashData("another file"u8)));
        var target = new MemoryTarget();
        using var receiver = new FileReceiver(offer, 1 << 20, target);
        await receiver.ReceiveAsync(new Begin(offer), default);
        for (uint chunk = 0; chunk < 2; chunk++)
        {
            var bytes = content.AsMemory((int)chunk * 65_536, Math.Min(65_536, content.Length - ((int)chunk * 65_536)));
            for (var at = 0; at < bytes.Length; at += 16_384)
                Assert.Empty(await receiver.ReceiveAsync(new Slice(chunk, bytes.Slice(at, Math.Min(16_384, bytes.Length - at)).ToArray()), default));
            Assert.Contains(new Verified(chunk), await receiver.ReceiveAsync(new ChunkHash(chunk, SHA256.HashData(bytes.Span)), default));
        }

        var answer = await receiver.ReceiveAsync(new Done(SHA256.HashData("another file"u8)), default);
        Assert.Equal("file-hash-differs", Assert.IsType<Abort>(Assert.Single(answer)).Code);
        Assert.Equal(FileFailure.HashDiffers, receiver.Failure);
        Assert.False(target.Committed);
        Assert.True(target.Discarded);
    }

    [Fact]
    public async Task A_chunk_that_arrives_changed_is_never_written()
    {
        var transfer = new Transfer(Content(200_000));
        await transfer.RunAsync(m => m is Slice { Chunk: 1 } s ? s with { Bytes = Flip(s.Bytes) } : m);
        Assert.Equal("file-chunk-differs", transfer.Receiver.Failure!.Code);
        Assert.Equal("file-chunk-differs", transfer.Sender.Failure!.Code);
        Assert.Equal(65_536, transfer.Target.Bytes.Length);
        Assert.True(transfer.Target.Discarded);
        Assert.False(transfer.Target.Committed);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public async Task A_file_that_changes_while_it_is_sent_is_aborted_by_the_sender(int change)
    {
        var content = Content(100_000);
        var offer = new FileOffer("a", content.Length + change, Convert.ToHexStringLower(SHA256.HashData(content)));
        var transfer = new Transfer(content, offer);
        await transfer.RunAsync();
        Assert.Equal("file-changed", transfer.Sender.Failure!.Code);
        Assert.Equal("file-changed", transfer.Receiver.Failure!.Code);
        Assert.True(transfer.Target.Discarded);
    }

    [Theory]
    [InlineData("a chunk ahead")]
    [InlineData("a chunk again")]
    [InlineData("more than a chunk")]
    [InlineData("more than the file")]
    [InlineData("an empty slice")]
    [InlineData("the end before the last byte")]
    [InlineData("a hash before its chunk is whole")]
    public async Task What_comes_out_of_order_ends_the_transfer_by_that_name(string which)
    {
        var offer = new FileOffer("a", ProtocolLimits.FileChunk + 100L, new string('0', 64));
        var target = new MemoryTarget();
        using var receiver = new FileReceiver(offer, 1 << 20, target);
        await receiver.ReceiveAsync(new Begin(offer), default);
        var slice = new byte[ProtocolLimits.FileChunk / 4];
        for (var i = 0; which == "a chunk again" && i < 4; i++)
            Assert.Empty(await receiver.ReceiveAsync(new Slice(0, slice), default));
        if (which == "a chunk again")
            Assert.IsType<Verified>((await receiver.ReceiveAsync(new ChunkHash(0, System.Security.Cryptography.SHA256.HashData(new byte[ProtocolLimits.FileChunk])), default))[0]);
        FileMessage wrong = which switch
        {
            "a chunk ahead" => new Slice(1, slice),
            "a chunk again" => new Slice(0, new byte[10]),
            "more than a chunk" => new Slice(0, new byte[ProtocolLimits.FileChunk + 1]),
            "more than the file" => new Slice(0, new byte[ProtocolLimits.FileChunk + 101]),
            "an empty slice" => new Slice(0, Array.Empty<byte>()),
            "the end before the last byte" => new Done(new byte[32]),
            _ => new ChunkHash(0, new byte[32]),
        };

        Assert.Equal("file-out-of-order", Assert.IsType<Abort>(Assert.Single(await receiver.ReceiveAsync(wrong, default))).Code);
        Assert.True(target.Discarded);
    }

    [Fact]
    public async Task Another_file_than_agreed_is_refused_before_a_byte()
    {
        var agreed = new FileOffer("a", 10, new string('0', 64));
        foreach (var other in new[] { agreed with { Size = 11 }, agreed with { Sha256 = new string('1', 64) }, agreed with { Name = "b" }, new FileOffer("a", -1, "") })
        {
            var target = new MemoryTarget();
            using var receiver = new FileReceiver(agreed, 1 << 20, target);
            Assert.Equal("file-not-agreed", Assert.IsType<Abort>(Assert.Single(await receiver.ReceiveAsync(new Begin(other), default))).Code);
            Assert.True(target.Discarded);
        }

        using var small = new FileReceiver(new FileOffer("a", -1, ""), 9, new MemoryTarget());
        Assert.Equal("file-too-large", Assert.IsType<Abort>(Assert.Single(await small.ReceiveAsync(new Begin(agreed), default))).Code);
    }

    [Fact]
    public async Task A_full_disk_is_an_abort_with_a_sentence_and_nothing_half_written()
    {
        var transfer = new Transfer(Content(300_000)) { Target = { FailAfter = 70_000 } };
        await transfer.RunAsync();
        Assert.Equal("file-unwritable", transfer.Receiver.Failure!.Code);
        Assert.Equal("file-unwritable", transfer.Sender.Failure!.Code);
        Assert.True(transfer.Target.Discarded);

        var last = new Transfer(Content(10)) { Target = { FailCommit = true } };
        await last.RunAsync();
        Assert.Equal("file-unwritable", last.Receiver.Failure!.Code);
        Assert.True(last.Target.Discarded);
        Assert.NotEqual(FileProgress.Done, last.Sender.Progress);
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_is_an_abort()
    {
        using var sender = new FileSender(new FileOffer("a", 10, new string('0', 64)), new BrokenStream());
        Assert.IsType<Begin>(await sender.NextAsync(default));
        sender.Receive(new Credit(8));
        Assert.Equal("file-unreadable", Assert.IsType<Abort>(await sender.NextAsync(default)).Code);
        Assert.Null(await sender.NextAsync(default));
    }

    [Fact]
    public async Task The_sender_waits_for_credit()
    {
        using var sender = new FileSender(new FileOffer("a", 100_000, new string('0', 64)), new MemoryStream(new byte[100_000]));
        Assert.IsType<Begin>(await sender.NextAsync(default));
        Assert.Null(await sender.NextAsync(default));
        sender.Receive(new Credit(1));
        for (var i = 0; i < 4; i++)
            Assert.IsType<Slice>(await sender.NextAsync(default));
        Assert.IsType<ChunkHash>(await sender.NextAsync(default));
        Assert.Null(await sender.NextAsync(default));
    }

    [Fact]
    public async Task A_cut_channel_discards_what_arrived()
    {
        var target = new MemoryTarget();
        var offer = new FileOffer("a", 100_000, new string('0', 64));
        using var receiver = new FileReceiver(offer, 1 << 20, target);
        await receiver.ReceiveAsync(new Begin(offer), default);
        await receiver.CancelAsync(new FileFailure("revoked", "The operator took it back."));
        await receiver.CancelAsync(FileFailure.OutOfOrder);
        Assert.True(target.Discarded);
        Assert.Equal("revoked", receiver.Failure!.Code);
        Assert.Empty(await receiver.ReceiveAsync(new Slice(0, new byte[1]), default));
    }

    /// <summary>A hostile sender: whatever order of messages, the receiver never throws and never commits a file with another hash.</summary>
    [Fact]
    public void No_order_of_messages_makes_a_wrong_file_take_its_name()
    {
        var content = Content(100);
        var offer = new FileOffer("a", 100, Convert.ToHexStringLower(SHA256.HashData(content)));
        FileMessage[] alphabet =
        [
            new Begin(offer), new Slice(0, content), new Slice(0, content[..50]), new Slice(0, content[50..]), new Slice(1, content[..1]), new ChunkHash(0, SHA256.HashData(content)),
            new ChunkHash(0, new byte[32]), new Done(SHA256.HashData(content)), new Done(new byte[32]), new Credit(1), new Verified(0), new Abort("x", "y"), new Slice(0, Blob.Empty),
        ];
        Gen.Int[0, alphabet.Length - 1].Select(i => alphabet[i]).Array[1, 8].Sample(messages =>
        {
            var target = new MemoryTarget();
            using var receiver = new FileReceiver(offer, 1000, target);
            foreach (var message in messages.Prepend(new Begin(offer)))
                receiver.ReceiveAsync(message, default).AsTask().GetAwaiter().GetResult();
            Assert.Equal(receiver.Progress == FileProgress.Done, target.Committed);
            Assert.Equal(receiver.Progress == FileProgress.Failed, target.Discarded);
            if (target.Committed)
                Assert.Equal(content, target.Bytes);
        }, iter: 3000);
    }

    [Fact]
    public void No_order_of_answers_makes_the_sender_believe_in_a_file_that_was_not_confirmed()
    {
        FileMessage[] alphabet = [new Credit(1), new Credit(9), new Credit(0), new Verified(0), new Verified(1), new Done(new byte[32]), new Slice(0, new byte[1]), new Abort("x", "y")];
        Gen.Int[0, alphabet.Length - 1].Select(i => alphabet[i]).Array[1, 8].Sample(messages =>
        {
            using var sender = new FileSender(new FileOffer("a", 100, new string('1', 64)), new MemoryStream(new byte[100]));
            foreach (var message in messages)
            {
                sender.NextAsync(default).AsTask().GetAwaiter().GetResult();
                sender.Receive(message);
            }

            Assert.NotEqual(FileProgress.Done, sender.Progress);
        }, iter: 1000);
    }

    private static byte[] Content(int size) => [.. Enumerable.Range(0, size).Select(i => (byte)((i * 31) ^ (i >> 8)))];

    private static Blob Flip(Blob bytes)
    {
        var changed = bytes.ToArray();
        changed[0] ^= 1;
        return changed;
    }

    private sealed class BrokenStream : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => throw new IOException("gone");
    }
}
