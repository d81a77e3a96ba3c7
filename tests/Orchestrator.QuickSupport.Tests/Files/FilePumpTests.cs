using System.Security.Cryptography;
using Orchestrator.Actors.Channels;
using Orchestrator.Domain;
using Orchestrator.Links.Channels;
using Orchestrator.Links.Multiplexing;
using Orchestrator.Protocol;
using Orchestrator.QuickSupport.Files;
using Orchestrator.QuickSupport.Pumps.Files;
using Orchestrator.QuickSupport.Tests.Support;

namespace Orchestrator.QuickSupport.Tests.Files;

public sealed class FilePumpTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly byte[] Content = [.. Enumerable.Range(0, 300_000).Select(i => (byte)(i * 7))];

    private readonly TempFolder _folder = new();
    private readonly ChannelGate _gate = new(TimeProvider.System);
    private readonly DuplexPipePair _pipes = new();
    private readonly MessageStream _peer;
    private readonly OperatorFiles _files;

    public FilePumpTests()
    {
        _peer = new MessageStream(_pipes.Far, ProtocolLimits.MaxBulkPayload);
        _files = new OperatorFiles([_folder.In("files")], 1 << 20);
        _gate.Release(HoldReason.Session);
    }

    private static FileOffer Offer { get; } = new("list.gwl", Content.Length, Convert.ToHexStringLower(SHA256.HashData(Content)));

    private string Place => _folder.In("files/list.gwl");

    public void Dispose() => _folder.Dispose();

    [Fact]
    [Trait("Requirement", "R-FIL-1")]
    public async Task A_whole_file_gets_its_name_and_nothing_else_stays()
    {
        var pump = Receive(Offer);

        await SendAsync(Offer, Content);

        var end = await pump.WaitAsync(Patience);
        Assert.Equal((PumpOutcome.Done, Offer), (end.Outcome, end.File));
        Assert.Equal(Content, await File.ReadAllBytesAsync(Place));
        Assert.Equal([Place], Directory.GetFileSystemEntries(_folder.In("files")));
    }

    [Fact]
    public async Task An_empty_file_is_a_file()
    {
        var empty = new FileOffer("empty", 0, Convert.ToHexStringLower(SHA256.HashData([])));
        var pump = Receive(empty, "empty");

        await SendAsync(empty, []);

        Assert.Equal(PumpOutcome.Done, (await pump.WaitAsync(Patience)).Outcome);
        Assert.Empty(await File.ReadAllBytesAsync(_folder.In("files/empty")));
    }

    [Fact]
    public async Task Another_file_than_the_agreed_one_leaves_nothing()
    {
        var pump = Receive(Offer);
        var changed = (byte[])Content.Clone();
        changed[^1] ^= 1;

        // The sender speaks of the agreed file and sends other bytes under honest chunk hashes.
        await SendAsync(Offer, changed, lie: true);

        var end = await pump.WaitAsync(Patience);
        Assert.Equal(PumpOutcome.Failed, end.Outcome);
        Assert.Equal(FileFailure.HashDiffers.Sentence, end.Detail);
        AssertNothingLeft();
    }

    [Fact]
    public async Task A_file_that_is_there_is_replaced_only_after_a_yes_to_that()
    {
        _folder.Write("files/list.gwl", "old");

        var refused = await Receive(Offer).WaitAsync(Patience);
        Assert.Equal(PumpOutcome.Failed, refused.Outcome);
        Assert.Equal("old", await File.ReadAllTextAsync(Place));

        _files.AgreeToReplace(_files.PlanReceive(Offer));
        var pipes = new DuplexPipePair();
        var pump = new ReceiveFilePump(_files, Offer, Place).RunAsync(pipes.Near, _gate, default);
        await SendAsync(Offer, Content, stream: new MessageStream(pipes.Far, ProtocolLimits.MaxBulkPayload));
        Assert.Equal(PumpOutcome.Done, (await pump.WaitAsync(Patience)).Outcome);
        Assert.Equal(Content, await File.ReadAllBytesAsync(Place));
    }

    [Fact]
    public async Task A_closed_gate_leaves_nothing_half_written()
    {
        var pump = Receive(Offer);
        await _peer.WriteAsync(FileMessageCodec.Encode(new FileMessages.Begin(Offer)), default);
        await _peer.ReadAsync(default);
        Assert.NotEmpty(Directory.GetFileSystemEntries(_folder.In("files")));

        _gate.Close();
        await _peer.WriteAsync(FileMessageCodec.Encode(new FileMessages.Slice(0, Content[..100])), default);

        Assert.Equal(PumpOutcome.Cut, (await pump.WaitAsync(Patience)).Outcome);
        AssertNothingLeft();
    }

    [Fact]
    public async Task A_held_gate_stops_the_transfer_and_it_goes_on_afterwards()
    {
        _gate.Hold(HoldReason.Session);
        var pump = Receive(Offer);
        var sending = SendAsync(Offer, Content);
        Assert.False(Directory.Exists(_folder.In("files")));

        _gate.Release(HoldReason.Session);

        await sending;
        Assert.Equal(PumpOutcome.Done, (await pump.WaitAsync(Patience)).Outcome);
    }

    [Fact]
    public async Task Bytes_that_are_no_message_are_a_violation()
    {
        var pump = Receive(Offer);
        await _peer.WriteAsync(new byte[] { 99 }, default);

        Assert.Equal(PumpOutcome.Violation, (await pump.WaitAsync(Patience)).Outcome);
        AssertNothingLeft();
    }

    [SkippableFact]
    [Trait("Category", "Real")]
    public async Task A_full_disk_is_a_sentence_and_nothing_half_written()
    {
        Orchestrator.TestSupport.RealComponent.Require("mount", "umount");
        Skip.If(Environment.UserName != "root", "a small file system can be mounted by root only");
        Directory.CreateDirectory(_folder.In("small"));
        await Orchestrator.TestSupport.ExternalProcess.RunAsync("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", _folder.In("small")]);
        try
        {
            var files = new OperatorFiles([_folder.In("small")], 1 << 20);
            var pump = new ReceiveFilePump(files, Offer, _folder.In("small/list.gwl")).RunAsync(_pipes.Near, _gate, default);
            await SendAsync(Offer, Content);

            var end = await pump.WaitAsync(Patience);
            Assert.Equal(PumpOutcome.Failed, end.Outcome);
            Assert.Contains("disk is full", end.Detail, StringComparison.Ordinal);
            Assert.Empty(Directory.GetFileSystemEntries(_folder.In("small")));
        }
        finally
        {
            await Orchestrator.TestSupport.ExternalProcess.RunAsync("umount", [_folder.In("small")]);
        }
    }

    [Fact]
    public async Task A_file_that_is_handed_over_arrives_as_it_was_described()
    {
        await File.WriteAllBytesAsync(_folder.Write("files/list.gwl", ""), Content);
        var pump = new SendFilePump(_files, Offer, Place).RunAsync(_pipes.Near, _gate, default);
        var got = new MemoryTarget();

        var progress = await ReceiveAsync(Offer, got);

        Assert.Equal(FileProgress.Done, progress);
        Assert.Equal(Content, got.Bytes);
        Assert.Equal(PumpOutcome.Done, (await pump.WaitAsync(Patience)).Outcome);
    }

    [Fact]
    public async Task A_log_that_grows_while_its_program_holds_it_open_arrives_as_it_was_described()
    {
        _folder.Write("files/list.gwl", "");
        await using var program = new FileStream(Place, FileMode.Append, FileAccess.Write, FileShare.Read);
        await program.WriteAsync(Content);
        await program.FlushAsync();
        var described = await _files.DescribeAsync(_files.PlanFetch(Place), Offer.Name, default);
        await program.WriteAsync("one more line"u8.ToArray());
        await program.FlushAsync();
        var pump = new SendFilePump(_files, described, Place).RunAsync(_pipes.Near, _gate, default);
        var got = new MemoryTarget();

        Assert.Equal(Offer, described);
        Assert.Equal(FileProgress.Done, await ReceiveAsync(described, got));
        Assert.Equal(Content, got.Bytes);
        Assert.Equal(PumpOutcome.Done, (await pump.WaitAsync(Patience)).Outcome);
    }

    [Fact]
    public async Task A_file_that_changed_after_the_yes_doesnt_count()
    {
        await File.WriteAllBytesAsync(_folder.Write("files/list.gwl", ""), [.. Content[..^1], 0]);
        var pump = new SendFilePump(_files, Offer, Place).RunAsync(_pipes.Near, _gate, default);

        var progress = await ReceiveAsync(Offer, new MemoryTarget());

        Assert.Equal(FileProgress.Failed, progress);
        Assert.Equal(FileFailure.Changed.Sentence, (await pump.WaitAsync(Patience)).Detail);
    }

    [SkippableFact]
    public async Task A_file_that_became_a_link_after_the_yes_isnt_sent()
    {
        Skip.If(OperatingSystem.IsWindows(), "Unix links");
        _folder.Write("secret", "secret");
        Directory.CreateDirectory(_folder.In("files"));
        File.CreateSymbolicLink(Place, _folder.In("secret"));

        var end = await new SendFilePump(_files, Offer, Place).RunAsync(_pipes.Near, _gate, default).WaitAsync(Patience);

        Assert.Equal(PumpOutcome.Failed, end.Outcome);
        var sent = FileMessageCodec.Decode(await _peer.ReadAsync(default), out _);
        Assert.IsType<FileMessages.Abort>(sent);
    }

    private Task<PumpEnd> Receive(FileOffer offer, string name = "list.gwl") =>
        new ReceiveFilePump(_files, offer, _folder.In($"files/{name}")).RunAsync(_pipes.Near, _gate, default);

    private async Task SendAsync(FileOffer offer, byte[] content, bool lie = false, MessageStream? stream = null)
    {
        var peer = stream ?? _peer;
        var said = lie ? offer with { Sha256 = Convert.ToHexStringLower(SHA256.HashData(content)) } : offer;
        using var sender = new FileSender(said, new MemoryStream(content));
        while (sender.Progress is not (FileProgress.Done or FileProgress.Failed))
        {
            var next = await sender.NextAsync(default);
            if (next is FileMessages.Begin && lie)
                next = new FileMessages.Begin(offer);
            if (next is not null)
            {
                if (!await peer.WriteAsync(FileMessageCodec.Encode(next), default))
                    return;
                continue;
            }

            if (await peer.ReadAsync(default) is not { } bytes)
                return;
            sender.Receive(FileMessageCodec.Decode(bytes, out _)!);
        }
    }

    private async Task<FileProgress> ReceiveAsync(FileOffer offer, MemoryTarget target)
    {
        using var receiver = new FileReceiver(offer, 1 << 20, target);
        while (await _peer.ReadAsync(default) is { } bytes)
        {
            foreach (var answer in await receiver.ReceiveAsync(FileMessageCodec.Decode(bytes, out _)!, default))
                await _peer.WriteAsync(FileMessageCodec.Encode(answer), default);
            if (receiver.Progress is FileProgress.Done or FileProgress.Failed)
                break;
        }

        return receiver.Progress;
    }

    private void AssertNothingLeft() => Assert.Empty(Directory.GetFileSystemEntries(_folder.In("files")));

    private sealed class MemoryTarget : IFileTarget
    {
        private readonly List<byte> _bytes = [];

        public byte[] Bytes => [.. _bytes];

        public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
        {
            _bytes.AddRange(bytes.Span);
            return ValueTask.CompletedTask;
        }

        public ValueTask CommitAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public ValueTask DiscardAsync() => ValueTask.CompletedTask;
    }
}
