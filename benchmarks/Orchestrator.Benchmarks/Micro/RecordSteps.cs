using System.Buffers;
using BenchmarkDotNet.Attributes;
using Orchestrator.Domain;
using Orchestrator.Protocol;

namespace Orchestrator.Benchmarks.Micro;

/// <summary>What each 16 KiB record costs on its way through a relay: cut from the stream, and handed on.</summary>
[MemoryDiagnoser]
public class RecordSteps
{
    private const int Records = 64;

    private readonly byte[] _stream = new byte[Records * (RecordHeader.Size + 16_400)];
    private ReadOnlySequence<byte> _input;

    [GlobalSetup]
    public void Write()
    {
        for (var i = 0; i < Records; i++)
        {
            new RecordHeader(FrameType.PeerData, new ChannelId(1), 0, (ulong)i, 16_400).Write(_stream.AsSpan(i * (RecordHeader.Size + 16_400)));
        }

        _input = new ReadOnlySequence<byte>(_stream);
    }

    [Benchmark(OperationsPerInvoke = Records)]
    public int CutRecord()
    {
        var (rest, bytes) = (_input, 0);
        while (FrameReader.TryRead(ref rest, out var header, out _) == FrameStatus.Done)
        {
            bytes += header.Length;
        }

        return bytes;
    }
}
