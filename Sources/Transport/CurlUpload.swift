import Glibc
import HTTP

/// A file that is read while it is sent.
final class CurlUpload {
    let size: Int
    var offset = 0
    /// Why reading it ended early.
    private(set) var failure: String?
    private let descriptor: Int32

    init(path: String) throws(HTTPFailure) {
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .malformed(reason: "the file to send cannot be opened") }
        var information = stat()
        guard fstat(descriptor, &information) == 0, information.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            throw .malformed(reason: "what is to be sent is no file")
        }
        size = Int(information.st_size)
    }

    deinit { close(descriptor) }

    /// - Returns: how many bytes; nil where the file cannot be read to the size it had, so that the request is given up
    ///   rather than sent short.
    func read(into buffer: UnsafeMutableRawBufferPointer) -> Int? {
        let wanted = min(buffer.count, size - offset)
        guard wanted > 0 else { return 0 }
        var count = pread(descriptor, buffer.baseAddress, wanted, offset)
        while count < 0, errno == EINTR { count = pread(descriptor, buffer.baseAddress, wanted, offset) }
        guard count > 0 else {
            failure = count < 0 ? "the file could not be read" : "the file became shorter while it was sent"
            return nil
        }
        offset += count
        return count
    }
}
