namespace Orchestrator.Audit.Log;

/// <summary>Reads lines from a stream with one buffer of one line's size; a longer line ends the scan.</summary>
internal sealed class LineScanner(Stream stream, int limit)
{
    private readonly byte[] _buffer = new byte[limit + 1];
    private int _start;
    private int _end;

    /// <summary>Offset in the stream behind the last line that was returned.</summary>
    public long Offset { get; private set; }

    /// <summary>The next line without its newline, valid until the next call. False at the end, or at what isn't a whole line.</summary>
    public bool TryNext(out ReadOnlyMemory<byte> line)
    {
        while (true)
        {
            var newline = _buffer.AsSpan(_start, _end - _start).IndexOf((byte)'\n');
            if (newline >= 0)
            {
                line = _buffer.AsMemory(_start, newline);
                _start += newline + 1;
                Offset += newline + 1;
                return true;
            }

            if (!Fill())
            {
                line = default;
                return false;
            }
        }
    }

    private bool Fill()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }

        if (_end == _buffer.Length)
            return false;
        var read = stream.Read(_buffer, _end, _buffer.Length - _end);
        _end += read;
        return read > 0;
    }
}
