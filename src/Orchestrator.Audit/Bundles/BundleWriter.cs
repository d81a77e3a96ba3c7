using System.Buffers;
using System.Buffers.Text;
using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Orchestrator.Audit.Merkle;

namespace Orchestrator.Audit.Bundles;

/// <summary>The one byte string of a bundle: a line of JSON, its SHA-256, a newline behind each.</summary>
public static class BundleWriter
{
    /// <summary>The whole file.</summary>
    public static byte[] Write(EvidenceBundle bundle)
    {
        var line = WriteLine(bundle);
        return [.. line, (byte)'\n', .. Digest(line), (byte)'\n'];
    }

    /// <summary>64 lower-case hex digits.</summary>
    internal static byte[] Digest(ReadOnlySpan<byte> line) => Encoding.ASCII.GetBytes(Convert.ToHexStringLower(SHA256.HashData(line)));

    internal static byte[] WriteLine(EvidenceBundle bundle)
    {
        var output = new Output();
        output.Raw("{\"format\":\"" + BundleFormat.Name + "\",\"session\":");
        output.Text(bundle.Session);
        output.Raw(",\"configuration\":");
        output.Bytes(bundle.Configuration);
        output.Raw(",\"certificates\":");
        output.List(bundle.Certificates, output.Bytes);
        output.Raw(",\"tickets\":");
        output.List(bundle.Tickets, output.Bytes);
        output.Raw(",\"instrument\":");
        Instrument(output, bundle.Instrument);
        output.Raw(",\"broker\":");
        Broker(output, bundle.Broker);
        output.Raw(",\"witnesses\":");
        output.List(bundle.Witnesses, output.Text);
        output.Raw("}");
        return output.ToArray();
    }

    private static void Instrument(Output output, InstrumentEvidence instrument)
    {
        output.Raw("{\"logKey\":");
        output.Text(instrument.LogKey);
        output.Raw(",\"binding\":");
        output.Bytes(instrument.Binding);
        output.Raw(",\"checkpoints\":");
        output.List(instrument.Checkpoints, output.Bytes);
        output.Raw(",\"records\":");
        output.List(instrument.Records, output.Bytes);
        output.Raw(",\"texts\":");
        output.List(instrument.Texts, text =>
        {
            output.Raw("{\"salt\":");
            output.Bytes(text.Salt);
            output.Raw(",\"text\":");
            output.Bytes(text.Text);
            output.Raw("}");
        });
        output.Raw("}");
    }

    private static void Broker(Output output, BrokerEvidencePart broker)
    {
        output.Raw("{\"checkpoint\":");
        output.Bytes(broker.Checkpoint);
        output.Raw(",\"records\":");
        output.List(broker.Records, record =>
        {
            output.Raw("{\"index\":");
            output.Number(record.Index);
            output.Raw(",\"record\":");
            output.Bytes(record.Record);
            output.Raw(",\"proof\":");
            output.Proof(record.Proof);
        });
        output.Raw(",\"consistency\":");
        output.List(broker.Consistency, proof =>
        {
            output.Raw("{\"size\":");
            output.Number(proof.Size);
            output.Raw(",\"proof\":");
            output.Proof(proof.Proof);
        });
        output.Raw("}");
    }

    private sealed class Output
    {
        private readonly ArrayBufferWriter<byte> _buffer = new(64 * 1024);

        public byte[] ToArray() => _buffer.WrittenSpan.ToArray();

        public void Raw(string ascii) => _buffer.Advance(Encoding.ASCII.GetBytes(ascii, _buffer.GetSpan(ascii.Length)));

        /// <summary>Strings here need no escapes: the reader and the builder take no others.</summary>
        public void Text(string ascii) => Raw("\"" + ascii + "\"");

        public void Number(long value) => Raw(value.ToString(CultureInfo.InvariantCulture));

        public void Bytes(ReadOnlyMemory<byte> bytes)
        {
            Raw("\"");
            var span = _buffer.GetSpan(Base64.GetMaxEncodedToUtf8Length(bytes.Length));
            Base64.EncodeToUtf8(bytes.Span, span, out _, out var written);
            _buffer.Advance(written);
            Raw("\"");
        }

        public void Proof(ImmutableArray<MerkleHash> proof)
        {
            List(proof, hash => Bytes(hash.ToArray()));
            Raw("}");
        }

        public void List<T>(ImmutableArray<T> items, Action<T> write)
        {
            for (var i = 0; i < items.Length; i++)
            {
                Raw(i == 0 ? "[" : ",");
                write(items[i]);
            }

            Raw(items.Length == 0 ? "[]" : "]");
        }
    }
}
